"""Where forecasting meets roster: the monthly job as pure steps over values.

`settings` turns a policy into shift kinds and rules, `month` turns calls into need and need into a
problem, `people_file` and `files` read and write what the command line exchanges. Nothing here stores.
"""
