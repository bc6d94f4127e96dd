-- Run inside of Neovim by neovim.py: what stands at the mistake, its fix, and the file saved.
local file = vim.env.TREE_FILE

local function say(name, value)
  io.stdout:write('\n' .. name .. ' ' .. vim.json.encode(value) .. '\n')
end

local function until_so(what, is_so)
  if not vim.wait(20000, is_so, 5) then
    say('gave_up', what)
    vim.cmd('cquit')
  end
end

vim.cmd('edit ' .. vim.fn.fnameescape(file))
until_so('a diagnostic', function() return #vim.diagnostic.get(0) > 0 end)
local seen = {}
for _, d in ipairs(vim.diagnostic.get(0)) do
  table.insert(seen, {
    line = d.lnum, start = d.col, stop = d.end_col, severity = d.severity, code = d.code or d.user_data.lsp.code,
    source = d.source, message = d.message,
  })
end
say('diagnostics', seen)

local clients = vim.lsp.get_clients and vim.lsp.get_clients({ bufnr = 0 }) or vim.lsp.buf_get_clients(0)
local _, client = next(clients)
say('encoding', client.offset_encoding)
vim.ui.select = function(items, _, chosen)
  for i, item in ipairs(items) do
    local action = item.action or item[2]
    if action.isPreferred then
      say('chosen', action.title)
      chosen(item, i)
      return
    end
  end
  chosen(nil)
end
vim.api.nvim_win_set_cursor(0, { seen[1].line + 1, seen[1].start })
vim.lsp.buf.code_action()
until_so('no diagnostic after the fix', function() return #vim.diagnostic.get(0) == 0 end)
vim.cmd('write')
-- Nothing old is left underlined.
vim.cmd([[%s/cluster:/clutser:/]])
until_so('the diagnostic of a new mistake', function() return #vim.diagnostic.get(0) == 1 end)
vim.cmd([[%s/clutser:/cluster:/]])
until_so('no diagnostic after it is taken back', function() return #vim.diagnostic.get(0) == 0 end)
say('done', true)
vim.cmd('qall!')
