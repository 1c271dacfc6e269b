"""What clock events say of a shift: late, early, away, missing; pure, without clock, words or database."""
