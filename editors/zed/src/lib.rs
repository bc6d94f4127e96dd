//! prowgate in Zed: starts `prowgate lsp`, the program of the settings or the one on PATH.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, serde_json, Command, LanguageServerId, Result, Worktree};

struct Prowgate;

impl zed::Extension for Prowgate {
    fn new() -> Self {
        Prowgate
    }

    fn language_server_command(&mut self, id: &LanguageServerId, tree: &Worktree) -> Result<Command> {
        let binary = LspSettings::for_worktree(id.as_ref(), tree)?.binary;
        let (path, further) = binary.map(|b| (b.path, b.arguments)).unwrap_or_default();
        let command = path
            .or_else(|| tree.which("prowgate"))
            .ok_or("prowgate is not on PATH: install it, or say in lsp.prowgate.binary.path where it is")?;
        let mut args = vec!["lsp".to_string()];
        args.extend(further.unwrap_or_default());
        Ok(Command { command, args, env: tree.shell_env() })
    }

    fn language_server_workspace_configuration(
        &mut self,
        id: &LanguageServerId,
        tree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        Ok(LspSettings::for_worktree(id.as_ref(), tree)?.settings)
    }
}

zed::register_extension!(Prowgate);
