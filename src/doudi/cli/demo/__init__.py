"""The demo township (演示乡镇): invented people, invented amounts, cases in every state. Never part of
`doudi init`."""
