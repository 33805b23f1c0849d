(* In the section of Theorem4.v: with one seller in a group what a seller says does not matter. *)

(* ---- sellers: what a seller says does not matter ---- *)

Definition near_buyer (s : nat) (phi : grouping) : nat :=
  hd 0 (if is_member s (block 1 0 (phi Seller)) then block 1 0 (phi Buyer) else block 1 1 (phi Buyer)).

Lemma seller_trades : forall phi s, In phi (Phi (2 * 1)) -> s < 2 -> near_buyer s phi < 2 /\ forall ms mb p b,
  trade k Seller (g_double_star 1 k l np tie ms mb phi p b) s =
  let j := near_buyer s phi in let q := price_at (ms (mate s)) (mb (mate j)) p b in
  (q, bundle_of k (fun h => hd 0 (serve_or_raise l [ms s q h] (asks j (mb j) (mb (mate j)) b q h + 0)))).
Proof.
  intros phi s I Hs. assert (E : s = 0 \/ s = 1) by lia. simpl in I.
  destruct E; subst s; repeat (destruct I as [<-|I]); try (destruct I); (split; [cbv; lia|intros ms mb p b; destruct b; reflexivity]).
Qed.

Lemma one_seller : forall x t, x <= l -> t <= l -> hd 0 (serve_or_raise l [x] (t + 0)) = t.
Proof. intros x t Hx Ht. unfold serve_or_raise. simpl. destruct (Nat.leb_spec (t + 0) (x + 0)); simpl; lia. Qed.

Lemma seller_is_indifferent : forall s a S B z z', s < 2 -> (forall j b, j < 2 -> is_triplicate (B j b)) ->
  (forall b, valid k l np (z b)) -> (forall b, valid k l np (z' b)) ->
  expects Seller s a (with_seller S s z') B = expects Seller s a (with_seller S s z) B.
Proof.
  intros s a S B z z' Hs VB Vz Vz'. unfold Interdependent.expects. f_equal. apply map_ext. intros o. f_equal. f_equal.
  apply map_ext_in. intros [phi [p b]] I. apply in_draws_1 in I. destruct I as [I Hp].
  destruct (seller_trades phi s I Hs) as [Hj T]. rewrite !T. cbv zeta. set (j := near_buyer s phi) in *.
  destruct (mate_differs s Hs) as [N _]. unfold seller_plays, with_seller. rewrite Nat.eqb_refl, (proj2 (Nat.eqb_neq _ _) N).
  set (q := price_at (S (mate s) (o Seller (mate s))) (buyer_plays B o (mate j)) p b).
  assert (Hq : q < np) by now apply price_at_in_P.
  rewrite (bundle_ext k (fun h => hd 0 (serve_or_raise l [z' (o Seller s) q h] (asks j (buyer_plays B o j) (buyer_plays B o (mate j)) b q h + 0)))
    (fun h => hd 0 (serve_or_raise l [z (o Seller s) q h] (asks j (buyer_plays B o j) (buyer_plays B o (mate j)) b q h + 0)))); [reflexivity|].
  intros h Hh. assert (A : asks j (buyer_plays B o j) (buyer_plays B o (mate j)) b q h <= l) by (apply (asks_valid_1 j _ _ b); [now apply VB|exact Hq|exact Hh]).
  rewrite !one_seller by (exact A || now apply Vz || now apply Vz'). reflexivity.
Qed.

Lemma left_was_there : forall r i z, snd (left_after r) i z -> forall a, is_triplicate (z a).
Proof. induction r as [|r IH]; intros i z H; [exact H|]. apply (IH i). apply H. Qed.

Lemma left_was_valid : forall r s z, fst (left_after r) s z -> forall a, valid k l np (z a).
Proof. induction r as [|r IH]; intros s z H; [exact H|]. apply (IH s). apply H. Qed.

Theorem seller_never_leaves : forall r s z, s < 2 -> (forall a, valid k l np (z a)) -> fst (left_after r) s z.
Proof.
  induction r as [|r IH]; intros s z Hs V; [exact V|]. split; [now apply IH|].
  intros [Z [_ [F [_ [S [B [a [[_ Am] [_ L]]]]]]]]]. cbv zeta in L. rewrite Forall_forall in F. apply (Qlt_not_le _ _ L).
  rewrite <- sum_same. apply sum_le. intros z' Iz.
  rewrite (seller_is_indifferent s a S B z z' Hs); [apply Qle_refl| |exact V|].
  - intros j b Hj. apply (left_was_there r j). now apply Am.
  - apply (left_was_valid r s). now apply F.
Qed.
