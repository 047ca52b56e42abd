"""期限与程序, 标准校核: the answers that are no verdicts, put together from the rules in `procedure`."""
