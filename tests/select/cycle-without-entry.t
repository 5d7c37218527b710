Two facts that derive each other, and nothing that starts them: there is no attack, so nothing is
needed.
-- question
stages kinds places
-- graph
rempart-graph 1
facts 3
kind 0 0 0 lock
control 0 free 1 0 0 lock@door
step 4 1 2 !0
step 4 2 1
entry 0
goal 2 0 5 harm
end
-- answer
optimal
set:
kinds 0
places 0
