"""A person's own pages: next shift, month, hours, answers to publications, calendar link."""
