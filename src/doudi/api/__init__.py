"""The face for other systems (接口): JSON over HTTP for departments that work in their own."""
