"""The five tables (五表): two of the present month, three of the month before; as pages, print and Excel."""
