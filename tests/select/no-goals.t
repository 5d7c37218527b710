Without harms no control is needed; what exists stays only because the question keeps it.
-- question
stages places
keep existing
-- graph
rempart-graph 1
facts 2
kind 0 0 0 lock
control 0 existing 1 0 0 lock@door
control 0 planned 1 0 0 lock@window
step 4 1 0 !0
entry 0
end
-- answer
optimal
set: lock@door
places 1
without lock@door: only the question demands it
