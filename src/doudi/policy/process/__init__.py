"""期限与程序: deadlines, near relatives, gradual exit, recovery, the check of a published standard."""
