"""Who works when: the problem, the rules, the solver. Knows no database, no web page and no data frame."""
