Load "Over_Q".
From Matsushima Require Import Theorem1_Q.
Load "SellersInGDoubleStar_body".
