"""Arithmetic that several benefits share: who counts, what is income, who supports, what is owned
(民发〔2021〕57号).
"""
