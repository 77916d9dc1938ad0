"""Campaigns that lead quality systems from one edition of the standard to the next."""
