"""Closed vocabularies of a policy: what may be chosen, in Chinese and English. One file per group."""
