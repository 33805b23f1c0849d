(* The hypotheses of the theorems that are open here can be met: Theorem 4 with groups of two, Theorem 6 with three groups. *)
From Coq Require Import List Arith Lia ZArith QArith Lqa Bool.
From Matsushima Require Import Grouping Outcome GStar GDoubleStar GPlus Theorem1_Q SellersInGDoubleStar_Q Interdependent BestBundles Theorem4InGroups Theorem6
  Controls ControlsOfTheorem4.
Import ListNotations.
Open Scope nat_scope.

(* ---- definitions ---- *)

(* Buyers have the signals b, sellers one signal; all agents of three groups have signals, sellers' first.  A state is as
   likely as any other. *)
Definition of_buyers (b : list nat) : state := fun x i => match x with Seller => 0 | Buyer => nth i b 0 end.
Definition of_all (b : list nat) : state := fun x i => match x with Seller => nth i b 0 | Buyer => nth (3 + i) b 0 end.
Definition sixteen : list state := map of_buyers (bundles 4 1).
Definition sixty_four : list state := map of_all (bundles 6 1).
Definition one_or_two (x : side) : nat := match x with Seller => 1 | Buyer => 2 end.
(* A unit costs the own signal. *)
Definition own_cost (s : nat) (o : state) (h t : nat) : Q := inject_Z (Z.of_nat (o Seller s)).
Definition any_size (m : nat) : Prop := 1 <= m.

(* ---- theorems ---- *)

Lemma bundles_once : forall m, nodup (list_eq_dec Nat.eq_dec) (bundles m 1) = bundles m 1 -> NoDup (bundles m 1).
Proof. intros m E. rewrite <- E. apply NoDup_nodup. Qed.

Lemma image_once : forall (g : list nat -> state) (h : state -> list nat) m, (forall b, In b (bundles m 1) -> h (g b) = b) -> NoDup (bundles m 1) -> NoDup (map g (bundles m 1)).
Proof.
  intros g h m E N. apply (NoDup_map_inv h). rewrite map_map. rewrite (map_ext_in (fun b => h (g b)) (fun b => b)) by exact E. now rewrite map_id.
Qed.

Theorem theorem_4_in_groups_example : hypotheses 2 1 1 1 lowest (fun _ => 1) one_or_two sixteen once half free own_value any_size.
Proof.
  assert (Bits : forall b i, In b (bundles 4 1) -> i < 4 -> nth i b 0 <= 1) by (intros b i B Hi; apply bundles_spec in B; now apply B).
  assert (Long : forall b, In b (bundles 4 1) -> length b = 4) by (intros b B; apply bundles_spec in B; apply B).
  assert (Demand : forall j a d, j < 4 -> a < 2 -> takes_prices 1 1 1 sixteen once half own_value j a d -> d 0 0 = a).
  { intros j a d Hj Ha [V T]. assert (j = 0 \/ j = 1 \/ j = 2 \/ j = 3) as J by lia. assert (a = 0 \/ a = 1) as A by lia.
    pose proof (T 0 ltac:(lia) (fun _ => a) (a_unit a ltac:(lia))) as B. cbv beta zeta in B. unfold bundle_of in B. cbn [seq map] in B.
    destruct (one_unit d V) as [E|E]; rewrite E in *; destruct A; subst; try reflexivity; exfalso;
      destruct J as [J|[J|[J|J]]]; subst; vm_compute in B; apply B; reflexivity. }
  unfold hypotheses. split; [lia|]. split; [exact lowest_picks|]. split; [intros; lia|]. split; [intros []; simpl; lia|]. split; [|split; [|split; [|split; [|split; [|split; [|split; [|split]]]]]]].
  - intros o I x i Hi. apply in_map_iff in I. destruct I as [b [<- B]]. destruct x; simpl; [lia|]. specialize (Bits b i B Hi). lia.
  - split.
    + apply (image_once of_buyers (fun o => map (o Buyer) (seq 0 4))); [|apply bundles_once; reflexivity].
      intros b B. apply (bundle_of_nth 4 b). now apply Long.
    + intros o o' I I' E. apply in_map_iff in I, I'. destruct I as [b [<- B]]. destruct I' as [b' [<- B']]. f_equal.
      apply (nth_ext b b' 0 0); [now rewrite !Long|]. intros j Hj. rewrite Long in Hj by exact B. apply (E Buyer j). exact Hj.
  - intros o H. exists (of_buyers (bundle_of 4 (o Buyer))). split; [|split; [apply le_n|]].
    + apply in_map, bundle_in_bundles. intros h Hh. specialize (H Buyer h Hh). simpl in H. lia.
    + intros [] i Hi; simpl; [specialize (H Seller i Hi); simpl in H; lia|]. symmetry. apply (bundle_nth 4 (o Buyer) i). exact Hi.
  - intros s o o' _ _ _ _. reflexivity.
  - intros s i o y _ _. reflexivity.
  - intros j o o' y Hj E. unfold own_value. rewrite (E j Hj). reflexivity.
  - intros j a a' d d' Hj Ha Ha' N D D' A. apply N. rewrite <- (Demand j a d), <- (Demand j a' d') by assumption. apply A; lia.
  - intros s a _ _ h t _ _ _. apply Qle_refl.
  - intros m Hm. exact Hm.
Qed.

Theorem theorem_6_example : hypotheses_of_theorem_6 1 3 1 1 1 lowest (fun _ => 1) two sixty_four once half own_cost own_value any_size.
Proof.
  assert (Bits : forall b i, In b (bundles 6 1) -> i < 6 -> nth i b 0 <= 1) by (intros b i B Hi; apply bundles_spec in B; now apply B).
  assert (Long : forall b, In b (bundles 6 1) -> length b = 6) by (intros b B; apply bundles_spec in B; apply B).
  assert (Named : forall x j a d, j < 3 -> a < 2 -> supplies_or_demands 1 1 1 sixty_four once half own_cost own_value x j a d ->
    d 0 0 = match x with Seller => 1 - a | Buyer => a end).
  { intros x j a d Hj Ha [V T]. assert (j = 0 \/ j = 1 \/ j = 2) as J by lia. assert (a = 0 \/ a = 1) as A by lia.
    pose proof (T 0 ltac:(lia) (fun _ => match x with Seller => 1 - a | Buyer => a end) ltac:(intros h _; destruct x; lia)) as B.
    cbv beta zeta in B. unfold bundle_of in B. cbn [seq map] in B.
    destruct (one_unit d V) as [E|E]; rewrite E in *; destruct A, x; subst; try reflexivity; exfalso;
      destruct J as [J|[J|J]]; subst; vm_compute in B; apply B; reflexivity. }
  assert (Own : forall x i o o' q y, o x i = o' x i -> (gets 1 half own_cost own_value x i o q y == gets 1 half own_cost own_value x i o' q y)%Q).
  { intros [] i o o' q y E; unfold gets, trader_payoff, buyer_pays, own_value.
    - replace (own_cost i o) with (fun _ _ : nat => inject_Z (Z.of_nat (o Seller i))) by reflexivity.
      replace (own_cost i o') with (fun _ _ : nat => inject_Z (Z.of_nat (o' Seller i))) by reflexivity. rewrite E. reflexivity.
    - rewrite E. reflexivity. }
  unfold hypotheses_of_theorem_6. split; [lia|]. split; [lia|]. split; [exact lowest_picks|]. split; [intros; lia|]. split; [intros []; unfold two; lia|].
  split; [|split; [|split; [|split; [|split; [|split; [|split]]]]]].
  - split; [|split; [|split]].
    + apply (image_once of_all (fun o => map (fun i => if i <? 3 then o Seller i else o Buyer (i - 3)) (seq 0 6))); [|apply bundles_once; reflexivity].
      intros b B. transitivity (bundle_of 6 (fun h => nth h b 0)); [reflexivity|]. apply bundle_of_nth. now apply Long.
    + intros o o' I I' E. apply in_map_iff in I, I'. destruct I as [b [<- B]]. destruct I' as [b' [<- B']]. f_equal.
      apply (nth_ext b b' 0 0); [now rewrite !Long|]. intros j Hj. rewrite Long in Hj by exact B. destruct (le_lt_dec 3 j) as [L|L].
      * replace j with (3 + (j - 3)) by lia. apply (E Buyer (j - 3)). lia.
      * apply (E Seller j). lia.
    + intros o I x i Hi. apply in_map_iff in I. destruct I as [b [<- B]]. destruct x; unfold of_all, two.
      * specialize (Bits b i B ltac:(lia)). lia.
      * specialize (Bits b (3 + i) B ltac:(lia)). lia.
    + intros o H. set (g := fun i => if i <? 3 then o Seller i else o Buyer (i - 3)). exists (of_all (bundle_of 6 g)). split; [|split; [apply le_n|]].
      * apply in_map, bundle_in_bundles. intros h Hh. unfold g, two in *. destruct (Nat.ltb_spec h 3); [specialize (H Seller h ltac:(lia))|specialize (H Buyer (h - 3) ltac:(lia))]; lia.
      * intros [] i Hi; unfold of_all; rewrite bundle_nth by lia; unfold g.
        -- destruct (Nat.ltb_spec i 3); [reflexivity|lia].
        -- destruct (Nat.ltb_spec (3 + i) 3); [lia|]. f_equal. lia.
  - intros s o o' _ _ _ _. reflexivity.
  - intros o o' x i q y Hi E. apply Own. now apply E.
  - intros s x i o q y _ _. destruct x; reflexivity.
  - intros x j a a' d d' Hj Ha Ha' N D D' A. apply N. unfold two in *. pose proof (Named x j a d Hj Ha D) as E. pose proof (Named x j a' d' Hj Ha' D') as E'.
    rewrite (A 0 0 ltac:(lia) ltac:(lia)) in E. destruct x; lia.
  - intros i g o o' p y y' _ _ _ _ _ E _ L. rewrite <- !(Own Seller i o o') by exact E. exact L.
  - intros s o _ h t _ _ _. apply Qle_refl.
  - apply le_n.
Qed.
