(* What the own message does in G* (Lemma 1), and messages of the others that isolate one price and one cap (Lemma 2). *)
From Coq Require Import List Arith Lia Permutation Bool.
From Matsushima Require Import Rationing Grouping Outcome GStar.
Import ListNotations.

(* ---- definitions ---- *)

Definition same_side (x y : side) : bool := match x, y with Seller, Seller | Buyer, Buyer => true | _, _ => false end.

(* The profile in which agent i of side x announces d. *)
Definition announces (A : profile) (x : side) (i : nat) (d : message) : profile :=
  fun y j => if same_side x y && (j =? i) then d else A y j.

(* At price p the own side offers nothing and the other side's agent 0 asks r; at every other price the own side offers
   everything and nobody asks. *)
Definition isolating (l : nat) (x : side) (p : nat) (r : nat -> nat) : profile :=
  fun y j q h => if same_side x y then if q =? p then 0 else l else if (j =? 0) && (q =? p) then r h else 0.

(* ---- Lemma 1 ---- *)

Lemma same_side_refl : forall x, same_side x x = true. Proof. now intros []. Qed.
Lemma same_side_opposite : forall x, same_side x (opposite x) = false. Proof. now intros []. Qed.

Lemma announces_own : forall A x i d, announces A x i d x i = d.
Proof. intros. unfold announces. now rewrite same_side_refl, Nat.eqb_refl. Qed.
Lemma announces_mate : forall A x i d j, j <> i -> announces A x i d x j = A x j.
Proof. intros. unfold announces. now rewrite (proj2 (Nat.eqb_neq j i)), andb_false_r. Qed.
Lemma announces_opposite : forall A x i d j, announces A x i d (opposite x) j = A (opposite x) j.
Proof. intros. unfold announces. now rewrite same_side_opposite. Qed.

Lemma announces_elsewhere : forall A x i d g, ~ In i (g x) -> forall y j, In j (g y) -> announces A x i d y j = A y j.
Proof.
  intros A x i d g N y j J. unfold announces. destruct (same_side x y) eqn:E; [|reflexivity].
  assert (y = x) by (destruct x, y; auto; discriminate). subst y. simpl.
  destruct (Nat.eqb_spec j i); [subst; contradiction|reflexivity].
Qed.

Lemma named_elsewhere : forall A x i d g q h, ~ In i g -> named (announces A x i d x) g q h = named (A x) g q h.
Proof. intros. apply map_ext_in. intros j J. rewrite announces_mate; [reflexivity|]. intro; subst; contradiction. Qed.

Lemma price_elsewhere : forall k np tie A x i d g, ~ In i (g x) ->
  price k np tie (announces A x i d) g = price k np tie A g.
Proof. intros. apply price_of_a_group. now apply announces_elsewhere. Qed.

Lemma entry_served : forall A x i q h g t, In i g ->
  exists r, forall d, entry i g (serve (named (announces A x i d x) g q h) t) = Nat.min (d q h) r.
Proof.
  induction g as [|j g IH]; intros t H; [destruct H|]. destruct (Nat.eq_dec i j) as [<-|N].
  - exists t. intros d. simpl. now rewrite Nat.eqb_refl, announces_own.
  - destruct H as [H|H]; [congruence|]. destruct (IH (t - Nat.min (A x j q h) t) H) as [r Hr]. exists r. intros d.
    simpl. rewrite (proj2 (Nat.eqb_neq i j) N), announces_mate by congruence. apply Hr.
Qed.

Lemma caps : forall (f : nat -> message -> nat) q, (forall h, exists r, forall d, f h d = Nat.min (d q h) r) ->
  forall k, exists r : nat -> nat, forall h d, h < k -> f h d = Nat.min (d q h) (r h).
Proof.
  intros f q H k. induction k as [|k [r IH]]; [exists (fun _ => 0); intros; lia|].
  destruct (H k) as [r0 H0]. exists (fun h => if h =? k then r0 else r h). intros h d Hh.
  destruct (Nat.eqb_spec h k) as [->|N]; [apply H0|apply IH; lia].
Qed.

(* An agent's trade in a group that holds her: the price is that of the other group, each amount is what she names up
   to a cap, and neither depends on what she names. *)
Lemma trade_in_star_group : forall n k np tie A x i d phi beta, In i (block n beta (phi x)) -> ~ In i (block n (1 - beta) (phi x)) ->
  let t := star_group n k np tie (announces A x i d) phi beta in
  at_price t = price k np tie A (group n (1 - beta) phi) /\
  forall h, amounts t x h = serve (named (announces A x i d x) (block n beta (phi x)) (at_price t) h)
                                  (total (A (opposite x)) (block n beta (phi (opposite x))) (at_price t) h).
Proof.
  intros n k np tie A x i d phi beta I N t. split; [now apply price_elsewhere|]. intros h. unfold t. simpl.
  rewrite rationed_serve. f_equal. unfold total, named. f_equal. apply map_ext. intros j. now rewrite announces_opposite.
Qed.

Lemma trade_of_member : forall n k np tie A x i phi, is_grouping (2 * n) phi -> i < 2 * n ->
  exists beta, In i (block n beta (phi x)) /\ beta < 2 /\
  let q := price k np tie A (group n (1 - beta) phi) in
  forall d, trade k x (g_star n k np tie (announces A x i d) phi) i = (q, bundle_of k (fun h =>
    entry i (block n beta (phi x)) (serve (named (announces A x i d x) (block n beta (phi x)) q h)
      (total (A (opposite x)) (block n beta (phi (opposite x))) q h)))).
Proof.
  intros n k np tie A x i phi G Hi. destruct (in_one_block n (phi x) i (G x) Hi) as [[I O]|[O I]]; [exists 0|exists 1];
    (split; [exact I|split; [lia|]]); intros q d.
  - destruct (trade_in_star_group n k np tie A x i d phi 0 I O) as [Q T]. unfold g_star. cbn [map trade].
    change (members (star_group n k np tie (announces A x i d) phi 0) x) with (block n 0 (phi x)).
    rewrite (proj2 (is_member_In _ _) I). fold q in Q. rewrite Q. f_equal. apply bundle_ext. intros h _. now rewrite T, Q.
  - destruct (trade_in_star_group n k np tie A x i d phi 1 I O) as [Q T]. unfold g_star. cbn [map trade].
    change (members (star_group n k np tie (announces A x i d) phi 0) x) with (block n 0 (phi x)).
    change (members (star_group n k np tie (announces A x i d) phi 1) x) with (block n 1 (phi x)).
    rewrite (is_member_not _ _ O), (proj2 (is_member_In _ _) I). fold q in Q. rewrite Q. f_equal.
    apply bundle_ext. intros h _. now rewrite T, Q.
Qed.

Theorem own_message : forall n k l np tie, picks_a_minimiser tie -> 1 <= np -> forall A x phi i, is_grouping (2 * n) phi -> i < 2 * n ->
  exists q r, q < np /\ (forall h, h < k -> r h <= l) /\ forall d, valid k l np d ->
    trade k x (g_star n k np tie (announces A x i d) phi) i = (q, bundle_of k (fun h => Nat.min (d q h) (r h))).
Proof.
  intros n k l np tie C Hn A x phi i G Hi.
  destruct (trade_of_member n k np tie A x i phi G Hi) as [beta [I [_ T]]].
  set (q := price k np tie A (group n (1 - beta) phi)) in T.
  assert (Hq : q < np) by (now apply price_clears).
  destruct (caps (fun h d => entry i (block n beta (phi x)) (serve (named (announces A x i d x) (block n beta (phi x)) q h)
    (total (A (opposite x)) (block n beta (phi (opposite x))) q h))) q) with (k := k) as [r R];
    [intros h; now apply entry_served|].
  exists q, (fun h => Nat.min l (r h)). split; [exact Hq|split; [intros; lia|]]. intros d V. rewrite T. f_equal.
  apply bundle_ext. intros h Hh. rewrite (R h d Hh). specialize (V q h Hq Hh). lia.
Qed.

(* ---- Lemma 2 ---- *)

Lemma sum_const : forall (f : nat -> nat) c g, (forall j, In j g -> f j = c) -> list_sum (map f g) = length g * c.
Proof. induction g as [|j g IH]; simpl; intros H; [reflexivity|]. rewrite (H j) by auto. rewrite IH by auto. reflexivity. Qed.

Lemma asked_without : forall l x p r g q h, ~ In 0 g -> total (isolating l x p r (opposite x)) g q h = 0.
Proof.
  intros. unfold total, named. rewrite (sum_const _ 0); [lia|]. intros j J. unfold isolating.
  rewrite same_side_opposite. destruct j; [contradiction|reflexivity].
Qed.
Lemma asked_with : forall l x p r g h, NoDup g -> In 0 g -> total (isolating l x p r (opposite x)) g p h = r h.
Proof.
  induction g as [|j g IH]; intros h ND H; [destruct H|]. inversion ND; subst. unfold total. simpl.
  change (list_sum (named (isolating l x p r (opposite x)) g p h)) with (total (isolating l x p r (opposite x)) g p h).
  destruct j as [|j].
  - rewrite asked_without by assumption. unfold isolating. rewrite same_side_opposite, !Nat.eqb_refl. simpl. lia.
  - destruct H as [H|H]; [discriminate|]. unfold isolating at 1. rewrite same_side_opposite. simpl. now apply IH.
Qed.

Lemma isolating_own : forall l x p r j h, isolating l x p r x j p h = 0.
Proof. intros. unfold isolating. now rewrite same_side_refl, Nat.eqb_refl. Qed.

Lemma entry_of_nothing : forall w i g, entry i g (serve w 0) = 0.
Proof.
  induction w as [|x w IH]; intros i [|j g]; simpl; try reflexivity. rewrite Nat.min_0_r.
  destruct (i =? j); [reflexivity|apply IH].
Qed.
Lemma entry_alone : forall (A : profile) x i q h g t d, In i g -> (forall j, A x j q h = 0) ->
  entry i g (serve (named (announces A x i d x) g q h) t) = Nat.min (d q h) t.
Proof.
  induction g as [|j g IH]; intros t d H Z; [destruct H|]. simpl. destruct (Nat.eqb_spec i j) as [<-|N].
  - now rewrite announces_own.
  - destruct H as [H|H]; [congruence|]. rewrite announces_mate by congruence. rewrite Z. simpl. rewrite Nat.sub_0_r. now apply IH.
Qed.

Lemma list_max_zero : forall L, (forall x, In x L -> x = 0) -> list_max L = 0.
Proof. induction L as [|x L IH]; simpl; intros H; [reflexivity|]. rewrite (H x), IH; auto. Qed.
Lemma list_max_In : forall L x, In x L -> x <= list_max L.
Proof. induction L as [|y L IH]; simpl; intros x H; [destruct H|]. destruct H as [->|H]; [lia|]. specialize (IH x H). lia. Qed.

Lemma excess_of_side : forall k A g x q, excess k A g q =
  list_max (map (fun h => distance (total (A x) (g x) q h) (total (A (opposite x)) (g (opposite x)) q h)) (seq 0 k)).
Proof. intros k A g [] q; unfold excess; [reflexivity|]. f_equal. apply map_ext. intros h. simpl. unfold distance. lia. Qed.

(* The group without agent i and without the one who asks is cleared by p alone. *)
Lemma isolated_price : forall k l np tie, picks_a_minimiser tie -> 1 <= k -> 1 <= l -> forall x p r g, p < np ->
  g x <> [] -> ~ In 0 (g (opposite x)) -> price k np tie (isolating l x p r) g = p.
Proof.
  intros k l np tie C Hk Hl x p r g Hp Ne Ob. destruct (price_clears k np tie (isolating l x p r) g C ltac:(lia)) as [Q1 Q2].
  set (q := price k np tie (isolating l x p r) g) in *. specialize (Q2 p Hp).
  assert (E0 : excess k (isolating l x p r) g p = 0).
  { rewrite (excess_of_side _ _ _ x). apply list_max_zero. intros y Hy. apply in_map_iff in Hy. destruct Hy as [h [<- _]].
    rewrite asked_without by assumption. unfold total, named. rewrite (sum_const _ 0); [now rewrite Nat.mul_0_r|].
    intros. apply isolating_own. }
  destruct (Nat.eq_dec q p) as [E|NE]; [exact E|exfalso].
  assert (E1 : 1 <= excess k (isolating l x p r) g q).
  { rewrite (excess_of_side _ _ _ x). eapply Nat.le_trans; [|apply list_max_In; apply in_map_iff; exists 0; split; [reflexivity|apply in_seq; lia]].
    rewrite asked_without by assumption. unfold total, named. rewrite (sum_const _ l).
    - destruct (g x) as [|a u]; [congruence|]. unfold distance. simpl. lia.
    - intros. unfold isolating. now rewrite same_side_refl, (proj2 (Nat.eqb_neq q p)). }
  lia.
Qed.

Lemma block_not_empty : forall n beta u, 1 <= n -> is_order (2 * n) u -> beta < 2 -> block n beta u <> [].
Proof. intros n beta u Hn P B E. pose proof (block_length n 2 beta u (order_length _ _ P) B) as L. rewrite E in L. simpl in L. lia. Qed.

Lemma other_block : forall n u i beta, is_order (2 * n) u -> i < 2 * n -> beta < 2 -> In i (block n beta u) -> ~ In i (block n (1 - beta) u).
Proof. intros n u i beta P Hi B I. destruct (in_one_block n u i P Hi) as [[A1 A2]|[A1 A2]]; destruct beta as [|[|]]; simpl; try lia; auto. Qed.

(* Under Lemma 2's messages an agent trades at p, and min(what she names at p, r); or nothing, whatever she names. *)
Theorem isolation : forall n k l np tie, picks_a_minimiser tie -> 1 <= n -> 1 <= k -> 1 <= l ->
  forall x p r phi i, p < np -> is_grouping (2 * n) phi -> i < 2 * n ->
  let t := fun d => trade k x (g_star n k np tie (announces (isolating l x p r) x i d) phi) i in
  (forall d, t d = (p, bundle_of k (fun h => Nat.min (d p h) (r h)))) \/ exists q, forall d, t d = (q, bundle_of k (fun _ => 0)).
Proof.
  intros n k l np tie C Hn Hk Hl x p r phi i Hp G Hi t.
  destruct (trade_of_member n k np tie (isolating l x p r) x i phi G Hi) as [beta [I [B T]]].
  destruct (in_dec Nat.eq_dec 0 (block n beta (phi (opposite x)))) as [J|J].
  - left. intros d. unfold t. rewrite T, isolated_price; try assumption.
    + f_equal. apply bundle_ext. intros h _. rewrite asked_with by (try exact J; apply (block_NoDup n beta _ (2 * n)), G).
      apply entry_alone; [exact I|]. intros. apply isolating_own.
    + apply block_not_empty; [exact Hn|apply G|lia].
    + apply other_block; try apply G; try assumption; lia.
  - right. exists (price k np tie (isolating l x p r) (group n (1 - beta) phi)). intros d. unfold t. rewrite T. f_equal.
    apply bundle_ext. intros h _. rewrite asked_without by exact J. apply entry_of_nothing.
Qed.

(* And the first happens: where both stand first in their lists. *)
Theorem isolation_happens : forall n k l np tie, picks_a_minimiser tie -> 1 <= n -> 1 <= k -> 1 <= l ->
  forall x p r i, p < np -> i < 2 * n -> exists phi, In phi (Phi (2 * n)) /\
  forall d, trade k x (g_star n k np tie (announces (isolating l x p r) x i d) phi) i = (p, bundle_of k (fun h => Nat.min (d p h) (r h))).
Proof.
  intros n k l np tie C Hn Hk Hl x p r i Hp Hi. destruct (in_split i (seq 0 (2 * n))) as [u1 [u2 E]]; [apply in_seq; lia|].
  set (a := i :: u1 ++ u2). assert (Pa : is_order (2 * n) a) by (unfold is_order; rewrite E; apply Permutation_middle).
  set (phi := match x with Seller => pair_up a (seq 0 (2 * n)) | Buyer => pair_up (seq 0 (2 * n)) a end).
  assert (H : In phi (Phi (2 * n))) by (unfold phi; destruct x; apply Phi_complete; (exact Pa || apply Permutation_refl)).
  exists phi. split; [exact H|]. apply Phi_spec in H.
  assert (Fx : phi x = a) by (unfold phi; now destruct x).
  assert (Fo : phi (opposite x) = seq 0 (2 * n)) by (unfold phi; now destruct x).
  assert (I : In i (block n 0 (phi x))) by (rewrite Fx; unfold block; simpl; destruct n; [lia|now left]).
  assert (J : In 0 (block n 0 (phi (opposite x)))) by (rewrite Fo; unfold block; simpl; destruct n; [lia|now left]).
  destruct (trade_of_member n k np tie (isolating l x p r) x i phi H Hi) as [beta [I' [B T]]].
  assert (Z : beta = 0). { destruct beta; [reflexivity|]. assert (beta = 0) by lia. subst. pose proof (other_block n (phi x) i 1 (H x) Hi B I'). contradiction. }
  subst beta. intros d. rewrite T, isolated_price; try assumption.
  - f_equal. apply bundle_ext. intros h _. rewrite asked_with by (try exact J; apply (block_NoDup n 0 _ (2 * n)), H).
    apply entry_alone; [exact I|]. intros. apply isolating_own.
  - apply block_not_empty; [exact Hn|apply H|lia].
  - simpl. apply (other_block n (phi (opposite x)) 0 0); try apply H; try assumption; lia.
Qed.
