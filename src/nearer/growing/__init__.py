"""Growing: what one practises alone, the listening gym first."""
