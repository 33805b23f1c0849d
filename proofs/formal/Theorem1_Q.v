Load "Over_Q".
Load "Theorem1_body".
