Load "Over_R".
Load "Theorem1_body".
