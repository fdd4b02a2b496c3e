"""`tikify up`: keeps Redis, the api and the workers running as children of one process.

It stands beside the composition roots and knows them by module name only.
"""
