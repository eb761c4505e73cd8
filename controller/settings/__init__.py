"""How Reprise looks and sounds for one person: nothing here reaches the belt or a decision."""
