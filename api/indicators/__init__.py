"""The indicators of the 事業, K1 to K12, counted from records with denominators; 0 is shown as 0."""
