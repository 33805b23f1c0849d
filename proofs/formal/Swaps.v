(* Two agents of a side change places in all orders: who is in the group of agent i then. *)
From Coq Require Import List Arith Lia Permutation Bool.
From Matsushima Require Import Grouping Outcome.
Import ListNotations.

Section Swaps.
Variable n : nat.

(* ---- definitions and theorems ---- *)

Definition swap (i j x : nat) : nat := if x =? i then j else if x =? j then i else x.
Lemma swap_swap : forall i j x, swap i j (swap i j x) = x.
Proof. intros. unfold swap. destruct (Nat.eqb_spec x i); destruct (Nat.eqb_spec x j); subst; rewrite ?Nat.eqb_refl; try reflexivity;
  [destruct (Nat.eqb_spec j i); congruence|destruct (Nat.eqb_spec x i); destruct (Nat.eqb_spec x j); congruence]. Qed.
Lemma swap_list : forall i j u, map (swap i j) (map (swap i j) u) = u.
Proof. intros. rewrite map_map. rewrite <- (map_id u) at 2. apply map_ext. apply swap_swap. Qed.
Lemma swap_left : forall i j, swap i j i = j.
Proof. intros. unfold swap. now rewrite Nat.eqb_refl. Qed.
Lemma swap_right : forall i j, swap i j j = i.
Proof. intros. unfold swap. rewrite Nat.eqb_refl. destruct (Nat.eqb_spec j i); congruence. Qed.
Lemma swap_other : forall i j x, x <> i -> x <> j -> swap i j x = x.
Proof. intros. unfold swap. now rewrite (proj2 (Nat.eqb_neq x i)), (proj2 (Nat.eqb_neq x j)). Qed.
Lemma swap_injective : forall i j x y, swap i j x = swap i j y -> x = y.
Proof. intros i j x y E. rewrite <- (swap_swap i j x), <- (swap_swap i j y). now rewrite E. Qed.

Lemma swap_permutes : forall i j u, NoDup u -> In i u -> In j u -> Permutation (map (swap i j) u) u.
Proof.
  intros i j u N I J. apply NoDup_Permutation; [|exact N|].
  - apply FinFun.Injective_map_NoDup; [|exact N]. intros x y. apply swap_injective.
  - assert (H : forall x, In x u -> In (swap i j x) u).
    { intros x X. unfold swap. destruct (x =? i); [exact J|]. destruct (x =? j); [exact I|exact X]. }
    intros x. rewrite in_map_iff. split; [intros [y [<- Y]]; now apply H|]. intros X. exists (swap i j x). split; [apply swap_swap|now apply H].
Qed.

Lemma orders_swapped : forall m i j, i < m -> j < m -> Permutation (map (map (swap i j)) (orders m)) (orders m).
Proof.
  intros m i j Hi Hj. apply NoDup_Permutation; [|apply orders_once|].
  - apply FinFun.Injective_map_NoDup; [|apply orders_once]. intros x y E. rewrite <- (swap_list i j x), <- (swap_list i j y). now rewrite E.
  - assert (H : forall u, In u (orders m) -> In (map (swap i j) u) (orders m)).
    { intros u U. unfold orders in *. apply permutations_spec in U. apply permutations_spec.
      transitivity (map (swap i j) (seq 0 m)); [now apply Permutation_map|]. apply swap_permutes; [apply seq_NoDup|apply in_seq; lia|apply in_seq; lia]. }
    intros u. rewrite in_map_iff. split; [intros [y [<- Y]]; now apply H|]. intros U. exists (map (swap i j) u). split; [apply swap_list|now apply H].
Qed.

Lemma block_swapped : forall beta i j u, block n beta (map (swap i j) u) = map (swap i j) (block n beta u).
Proof. intros. unfold block. now rewrite skipn_map, firstn_map. Qed.

(* The members of the group of i. *)
Definition own (i : nat) (u : list nat) : list nat := if is_member i (block n 0 u) then block n 0 u else block n 1 u.

Lemma own_spec : forall i u, is_order (2 * n) u -> i < 2 * n -> In i (own i u) /\ NoDup (own i u) /\ length (own i u) = n /\ forall x, In x (own i u) -> x < 2 * n.
Proof.
  intros i u H Hi. assert (B : forall beta x, In x (block n beta u) -> x < 2 * n).
  { intros beta x X. unfold block in X. assert (In x u).
    { rewrite <- (firstn_skipn (beta * n) u). apply in_or_app. right. rewrite <- (firstn_skipn n (skipn (beta * n) u)). apply in_or_app. left. exact X. }
    apply (Permutation_in _ H) in H0. apply in_seq in H0. lia. }
  unfold own. destruct (in_one_block n u i H Hi) as [[I O]|[O I]].
  - rewrite (proj2 (is_member_In _ _) I). split; [exact I|split; [apply (block_NoDup n 0 u (2 * n) H)|split; [apply (block_length n 2); [now apply order_length|lia]|apply B]]].
  - rewrite (is_member_not _ _ O). split; [exact I|split; [apply (block_NoDup n 1 u (2 * n) H)|split; [apply (block_length n 2); [now apply order_length|lia]|apply B]]].
Qed.
Lemma own_swapped : forall i j u, is_order (2 * n) u -> i < 2 * n -> In j (own i u) -> own i (map (swap i j) u) = map (swap i j) (own i u).
Proof.
  intros i j u H Hi J. assert (E : forall beta, In j (block n beta u) -> is_member i (block n beta (map (swap i j) u)) = true).
  { intros beta I. apply is_member_In. rewrite block_swapped. apply in_map_iff. exists j. split; [apply swap_right|exact I]. }
  assert (F : forall beta, ~ In j (block n beta u) -> is_member i (block n beta (map (swap i j) u)) = false).
  { intros beta I. apply is_member_not. rewrite block_swapped. intros X. apply in_map_iff in X. destruct X as [y [Y1 Y2]]. apply I.
    assert (Ey : y = j) by (apply (swap_injective i j); now rewrite Y1, swap_right). now subst. }
  unfold own in *. destruct (is_member i (block n 0 u)) eqn:M.
  - rewrite (E 0 J). apply block_swapped.
  - rewrite (F 0); [apply block_swapped|]. intros J0. assert (Hj : j < 2 * n).
    { assert (K : In j u) by (rewrite <- (two_blocks n u H); apply in_or_app; now left). apply (Permutation_in _ H), in_seq in K. lia. }
    destruct (in_one_block n u j H Hj) as [[_ O]|[O _]]; contradiction.
Qed.
End Swaps.
