"""支援ケース: reception, assessment, the steps from one state to the next, first options."""
