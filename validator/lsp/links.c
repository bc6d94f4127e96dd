/* Texts that name files of the tree, and URLs in comments and descriptions: links that can be followed. */
#include "lsp/answers.h"

#include "base/path.h"
#include "lsp/named.h"

static json_t *link_json(const struct connection *s, const struct spot *at, const struct node *n, struct str target)
{
    return json_pack("{s:o,s:o}", "range", spot_node_range(s, at, n), "target", text_json(target));
}

/* Whether a text may be a path: it has a folder or a suffix, and nothing that paths seldom have. */
static bool may_be_path(struct str text)
{
    if (text.len == 0 || text.len > 512 ||
        (str_find_char(text, '/') == SIZE_MAX && str_find_char(text, '.') == SIZE_MAX))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.p[i] <= ' ' || strchr("*?:{}$|<>()\"'", text.p[i]))
            return false;
    return !str_starts(text, STR("/"));
}

static bool is_file(const struct fs *fs, struct str path)
{
    struct fs_info info;
    struct fs_error error;

    return path_stays_below(path) && fs_stat(fs, path, &info, &error) && info.kind == FS_FILE;
}

/* Beside the file first, as pipelines name theirs; then from the root, as Prow's settings do. */
static json_t *file_link(const struct connection *s, const struct spot *at, struct arena *a, const struct node *n)
{
    const struct fs *fs = &at->folder->folder.workspace->files.fs;
    struct str text = node_text(n), beside, dir = path_dir_part(at->relative);

    if (!may_be_path(text))
        return NULL;
    beside = path_join(a, dir, text);
    if (is_file(fs, beside))
        return link_json(s, at, n, connection_uri(s, a, &at->folder->folder, beside));
    text = path_clean(a, text);
    return is_file(fs, text) ? link_json(s, at, n, connection_uri(s, a, &at->folder->folder, text)) : NULL;
}

json_t *answer_document_links(struct connection *s, const json_t *params)
{
    json_t *list = json_array();
    struct arena a = { 0 };
    struct spot at;

    if (!spot_read_document(s, params, &at) || at.kind.kind == KIND_OTHER)
        return list;
    for (size_t i = 0; i < at.model->tape.count; i++) {
        const struct node *n = &at.model->tape.nodes[i];
        json_t *one;
        if (n->kind != NODE_STRING || n->flags & (FLAG_DEAD | FLAG_MERGED))
            continue;
        if (str_starts(node_text(n), STR("https://")) && str_find_char(node_text(n), ' ') == SIZE_MAX)
            one = link_json(s, &at, n, node_text(n));
        else
            one = file_link(s, &at, &a, n);
        if (one)
            json_array_append_new(list, one);
    }
    arena_free(&a);
    return list;
}
