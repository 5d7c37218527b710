Only what exists or is planned may be used: the free control would be smaller and is not taken.
-- question
stages places
only-decided
-- graph
rempart-graph 1
facts 2
kind 0 0 0 k
control 0 free 1 0 0 best
control 0 existing 1 0 0 a
control 0 planned 1 0 0 b
step 4 1 0 !0 !1
step 4 1 0 !0 !2
entry 0
goal 1 0 5 harm
end
-- answer
optimal
set: a b
places 2
without a: harm comes back at V4 by steps 0
without b: harm comes back at V4 by steps 1
