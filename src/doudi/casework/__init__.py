"""Application, visit, publicity, decision, award, roll and review: the way every benefit goes."""
