"""PostgreSQL as Django's backend, with one thing more: the connection always says who acts."""
