"""What becomes of open work when somebody leaves a post (移交): who answers for which case, and handing it on."""
