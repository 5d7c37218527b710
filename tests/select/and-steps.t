The harm needs both facts at once: stopping one of them is enough, the cheaper one is stopped.
-- question
stages plain
-- graph
rempart-graph 1
facts 4
kind 0 0 0 k
control 0 free 3 0 0 dear
control 0 free 2 0 0 cheap
step 4 1 0 !0
step 4 2 0 !1
step 4 3 1 2
entry 0
goal 3 0 5 harm
end
-- answer
optimal
set: cheap
plain 2
without cheap: harm comes back at V4 by steps 0 1 2
