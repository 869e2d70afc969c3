-- Argo CD's health of a FailureCategoryRuleSet: red when somebody has to correct it, whether all of it is refused or one
-- rule is left out; green when every rule is in use. Argo CD runs this with obj and no more than Lua's base functions.
local health = { status = "Progressing" }
if obj.metadata.deletionTimestamp ~= nil then
  health.message = "is being deleted"
  return health
end
local status = obj.status
if status == nil or status.conditions == nil or status.observedGeneration ~= obj.metadata.generation then
  health.message = "the operator has not looked at this version yet"
  return health
end
local conditions = {}
for _, condition in ipairs(status.conditions) do
  conditions[condition.type] = condition
end
local stalled, ready = conditions["Stalled"], conditions["Ready"]
if stalled ~= nil and stalled.status == "True" then
  health.status = "Degraded"
  health.message = stalled.reason .. ": " .. stalled.message
elseif ready ~= nil and ready.status == "True" then
  health.status = "Healthy"
  health.message = ready.message
else
  health.message = "the operator has not said whether it is ready"
end
return health
