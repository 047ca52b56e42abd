"""Staff pages (工作人员): dense, calm, one screen each; every deed of the lifecycle has a file of its own."""
