Nothing at all.
-- question
stages kinds places
-- graph
rempart-graph 1
facts 0
end
-- answer
optimal
set:
kinds 0
places 0
