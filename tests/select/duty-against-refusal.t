A control must be there, needs another, and that one is refused: no set at all.
-- question
stages kinds
force lock@door
-- graph
rempart-graph 1
facts 2
kind 0 0 0 lock
kind 0 0 0 key
kind 0 0 0 other
control 0 free 1 0 0 lock@door
control 1 refused 1 0 0 key@desk
control 2 refused 1 0 0 other@desk
step 4 1 0 !0
entry 0
goal 1 0 5 harm
needs 0 1
end
-- answer
conflict
reconsider: lock@door
reconsider: key@desk
