"""What follows from a procedure and from a change, and what a published standard must keep to: rules."""
