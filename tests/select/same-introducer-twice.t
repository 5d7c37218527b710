Both steps of a path exist only because of one control: the clause must count it once.
-- question
stages places
force remote@hub
-- graph
rempart-graph 1
facts 3
kind 0 0 0 remote
kind 0 0 0 check
control 0 free 1 0 0 remote@hub
control 1 free 1 0 0 check@hub
step 4 1 0 +0 !1
step 4 2 1 +0
entry 0
goal 2 0 5 harm
end
-- answer
optimal
set: remote@hub check@hub
places 2
without remote@hub: only the question demands it
without check@hub: harm comes back at V4 by steps 0 1
