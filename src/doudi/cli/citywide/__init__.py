"""What the commands about everybody share: which numbers hold, how far it is, whose explanation is told."""
