"""One inbox for everything that waits for somebody's decision, whatever feature it comes from."""
