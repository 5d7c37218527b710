The same cycle, and a way into it from the entry: the control that stands on both ways in is chosen,
the one on the cycle alone does not help.
-- question
stages kinds places
-- graph
rempart-graph 1
facts 3
kind 0 0 0 lock
kind 0 0 0 guard
control 0 free 1 0 0 lock@door
control 1 free 1 0 0 guard@hall
step 4 1 2 !0
step 4 2 1
step 4 1 0 !1
step 4 2 0 !1
entry 0
goal 2 0 5 harm
end
-- answer
optimal
set: guard@hall
kinds 1
places 1
without guard@hall: harm comes back at V4 by steps 3
