"""Long work: one small interface, two engines.

`service` holds what may happen to a job, each as one conditional write. `child` is the process that
solves. `watch` starts a child and ends it when asked. `embedded` watches from a thread of the server,
`scaled_out` from Procrastinate workers on PostgreSQL. The server itself never imports the solver.
"""
