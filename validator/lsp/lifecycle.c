#include "lsp/lifecycle.h"

#include "lsp/answers.h"
#include "lsp/status.h"

/* UTF-8 where the client offers it, because it needs no counting; then UTF-32, and UTF-16, which everybody has. */
static enum position_encoding agreed(const json_t *capabilities, const char **name)
{
    const json_t *offered = json_object_get(json_object_get(capabilities, "general"), "positionEncodings");
    enum position_encoding e = POSITION_UTF16;
    const json_t *one;
    size_t i;

    *name = "utf-16";
    json_array_foreach(offered, i, one)
    {
        const char *text = json_string_value(one);

        if (text && !strcmp(text, "utf-8")) {
            *name = "utf-8";
            return POSITION_UTF8;
        }
        if (text && !strcmp(text, "utf-32")) {
            *name = "utf-32";
            e = POSITION_UTF32;
        }
    }
    return e;
}

/* The value at a.b.c, NULL where any is missing. */
static const json_t *at(const json_t *o, const char *a, const char *b, const char *c)
{
    o = json_object_get(o, a);
    o = b ? json_object_get(o, b) : o;
    return c ? json_object_get(o, c) : o;
}

static bool says(const json_t *o, const char *a, const char *b, const char *c)
{
    return json_is_true(at(o, a, b, c));
}

static bool lists(const json_t *list, const char *word)
{
    const json_t *one;
    size_t i;

    json_array_foreach(list, i, one)
    {
        if (json_is_string(one) && !strcmp(json_string_value(one), word))
            return true;
    }
    return false;
}

static const char *read_client(struct client *c, const json_t *o)
{
    const json_t *document = json_object_get(o, "textDocument"), *workspace = json_object_get(o, "workspace");
    const char *encoding;

    c->encoding = agreed(o, &encoding);
    c->pulls = json_is_object(json_object_get(document, "diagnostic"));
    c->refreshes_diagnostics = says(workspace, "diagnostics", "refreshSupport", NULL);
    c->refreshes_lenses = says(workspace, "codeLens", "refreshSupport", NULL);
    c->refreshes_hints = says(workspace, "inlayHint", "refreshSupport", NULL);
    c->snippets = says(document, "completion", "completionItem", "snippetSupport");
    c->literal_actions = json_is_object(at(document, "codeAction", "codeActionLiteralSupport", NULL));
    c->tree_symbols = says(document, "documentSymbol", "hierarchicalDocumentSymbolSupport", NULL);
    c->versioned_edits = says(workspace, "workspaceEdit", "documentChanges", NULL);
    c->progress = says(o, "window", "workDoneProgress", NULL);
    c->configuration = says(workspace, "configuration", NULL, NULL);
    c->watches = says(workspace, "didChangeWatchedFiles", "dynamicRegistration", NULL);
    c->markdown = lists(at(document, "hover", "contentFormat", NULL), "markdown");
    return encoding;
}

/* A setting that is not mentioned stays, and so does what a person chose since where the client says what it said
 * before. */
static bool set(struct connection *s, struct str *setting, struct str *configured, const json_t *value)
{
    struct str text = json_is_string(value) ? str_c(json_string_value(value)) : STR("");

    if (!value || str_eq(*configured, text))
        return false;
    *configured = arena_copy(&s->arena, text);
    *setting = *configured;
    return true;
}

/* Settings come as {"prowgate": {...}} or as what stands in it. */
static void read_settings(struct connection *s, const json_t *o)
{
    bool changed;

    if (json_is_object(json_object_get(o, "prowgate")))
        o = json_object_get(o, "prowgate");
    if (!json_is_object(o))
        return;
    changed = set(s, &s->settings.deployed, &s->configured.deployed, json_object_get(o, "deployed"));
    changed = set(s, &s->settings.project, &s->configured.project, json_object_get(o, "project")) || changed;
    changed = set(s, &s->settings.baseline, &s->configured.baseline, json_object_get(o, "baseline")) || changed;
    if (changed)
        connection_reopen(s);
}

static void add_folder(struct connection *s, const char *uri, bool add)
{
    struct arena a = { 0 };
    struct str path;

    if (uri && uri_path(&a, uri, &path)) {
        if (add)
            connection_add_folder(s, path);
        else
            connection_remove_folder(s, path);
    }
    arena_free(&a);
}

static void add_folders(struct connection *s, const json_t *list, bool add)
{
    const json_t *one;
    size_t i;

    json_array_foreach(list, i, one)
    {
        add_folder(s, json_string_value(json_object_get(one, "uri")), add);
    }
}

static void read_folders(struct connection *s, const json_t *params, struct str given)
{
    const json_t *folders = json_object_get(params, "workspaceFolders");
    const char *path = json_string_value(json_object_get(params, "rootPath"));

    if (given.len)
        connection_add_folder(s, given);
    else if (json_array_size(folders))
        add_folders(s, folders, true);
    else if (json_is_string(json_object_get(params, "rootUri")))
        add_folder(s, json_string_value(json_object_get(params, "rootUri")), true);
    else if (path && *path == '/')
        connection_add_folder(s, str_c(path));
}

static json_t *sync_capabilities(void)
{
    return json_pack("{s:b,s:i,s:{s:b}}", "openClose", 1, "change", 2, "save", "includeText", 0);
}

static json_t *workspace_capabilities(void)
{
    return json_pack("{s:{s:b,s:b},s:{s:{s:[{s:s,s:{s:s}}]}}}", "workspaceFolders", "supported", 1,
                     "changeNotifications", 1, "fileOperations", "willRename", "filters", "scheme", "file", "pattern",
                     "glob", "**/*.{yaml,yml}");
}

static json_t *capabilities(const char *encoding)
{
    static const char *const providers[] = { "hoverProvider",          "definitionProvider",
                                             "referencesProvider",     "documentHighlightProvider",
                                             "documentSymbolProvider", "workspaceSymbolProvider",
                                             "foldingRangeProvider",   "selectionRangeProvider",
                                             "inlayHintProvider" };
    json_t *c = json_pack("{s:s,s:o,s:o}", "positionEncoding", encoding, "textDocumentSync", sync_capabilities(),
                          "workspace", workspace_capabilities());

    for (size_t i = 0; i < COUNT_OF(providers); i++)
        json_object_set_new(c, providers[i], json_true());
    json_object_set_new(c, "diagnosticProvider",
                        json_pack("{s:s,s:b,s:b}", "identifier", "prowgate", "interFileDependencies", 1,
                                  "workspaceDiagnostics", 1));
    json_object_set_new(c, "completionProvider",
                        json_pack("{s:[s,s,s,s],s:b}", "triggerCharacters", ":", " ", "-", "/", "resolveProvider", 0));
    json_object_set_new(c, "renameProvider", json_pack("{s:b}", "prepareProvider", 1));
    json_object_set_new(c, "codeActionProvider",
                        json_pack("{s:[s,s]}", "codeActionKinds", "quickfix", "source.fixAll.prowgate"));
    json_object_set_new(c, "executeCommandProvider", json_pack("{s:o}", "commands", commands_known()));
    json_object_set_new(c, "codeLensProvider", json_pack("{s:b}", "resolveProvider", 1));
    json_object_set_new(c, "documentLinkProvider", json_pack("{s:b}", "resolveProvider", 0));
    json_object_set_new(c, "semanticTokensProvider", json_pack("{s:o,s:b}", "legend", tokens_legend(), "full", 1));
    return c;
}

json_t *lifecycle_initialize(struct connection *s, const json_t *params)
{
    const char *encoding = read_client(&s->client, json_object_get(params, "capabilities"));

    read_settings(s, json_object_get(params, "initializationOptions"));
    read_folders(s, params, s->host->folder);
    return json_pack("{s:o,s:{s:s,s:s}}", "capabilities", capabilities(encoding), "serverInfo", "name", "prowgate",
                     "version", s->host->version);
}

/* Everything that a tree is judged by: manifests and pipelines name files of many kinds. */
static json_t *watchers(void)
{
    static const char *const patterns[] = { "**/*.{yaml,yml,json,bicep,bicepparam,sh,tmpl,tpl,gz}",
                                            "**/{.prowignore,Makefile,Dockerfile,go.mod,OWNERS,OWNERS_ALIASES}" };
    json_t *list = json_array();

    for (size_t i = 0; i < COUNT_OF(patterns); i++)
        json_array_append_new(list, json_pack("{s:s}", "globPattern", patterns[i]));
    return list;
}

static void ask_configuration(struct connection *s)
{
    connection_ask(s, "workspace/configuration", json_pack("{s:[{s:s}]}", "items", "section", "prowgate"));
}

void lifecycle_initialized(struct connection *s)
{
    if (s->client.watches)
        connection_ask(s, "client/registerCapability",
                       json_pack("{s:[{s:s,s:s,s:{s:o}}]}", "registrations", "id", "prowgate-files", "method",
                                 "workspace/didChangeWatchedFiles", "registerOptions", "watchers", watchers()));
    if (s->client.configuration)
        ask_configuration(s);
}

void lifecycle_answered(struct connection *s, const char *id, const json_t *result)
{
    if (str_ends(str_c(id), STR(":workspace/configuration")))
        read_settings(s, json_array_get(result, 0));
}

bool lifecycle_notify(struct connection *s, const char *method, const json_t *params)
{
    const json_t *event = json_object_get(params, "event");

    if (!strcmp(method, "workspace/didChangeConfiguration")) {
        read_settings(s, json_object_get(params, "settings"));
        if (s->client.configuration)
            ask_configuration(s);
        return true;
    }
    if (!strcmp(method, "workspace/didChangeWorkspaceFolders")) {
        add_folders(s, json_object_get(event, "removed"), false);
        add_folders(s, json_object_get(event, "added"), true);
        return true;
    }
    return false;
}
