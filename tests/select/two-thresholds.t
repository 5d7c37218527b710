One graph, two harms that accept different levels.  The weakener leaves level 2: enough for the one
that accepts 2, not for the one that accepts 1.
-- question
stages places malfunction
-- graph
rempart-graph 1
facts 3
kind 0 10 0 weaken
kind 0 100 0 remove
control 0 free 1 0 0 weaken@all
control 1 free 1 0 0 remove@strict
control 1 free 1 0 0 remove@loose
step 4 1 0 !0/2 !1
step 4 2 0 !0/2 !2
entry 0
goal 1 1 5 strict
goal 2 2 5 loose
end
-- answer
optimal
set: remove@strict remove@loose
places 2
malfunction 100
without remove@strict: strict comes back at V4 by steps 0
without remove@loose: loose comes back at V4 by steps 1
