"""The views of a computed situation: statement, why, levers, scenarios, gaps."""
