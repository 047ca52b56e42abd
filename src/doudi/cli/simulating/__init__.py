"""The compute process of the standards workbench (测算进程): holds everybody in memory and answers in sums."""
