/* Loose objects: objects/ab/cdef..., zlib around "TYPE SIZE\0" and the bytes. That the bytes are those of the id is
 * looked at by libgit2's object database, as for every backend. */
#include "git/objects.h"

#include "base/fs.h"

#include <git2/sys/odb_backend.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* Longest "TYPE SIZE\0"; most bytes of a loose object's file; what zlib packs into one byte at best. */
enum { HEADER = 64, LARGEST = 1 << 30, BEST_RATIO = 1032 };

struct loose {
    git_odb_backend backend; /* first: libgit2 knows only this part */
    char *dir;
};

/* An object that is being inflated. */
struct inflating {
    struct buf packed;
    z_stream z;
    char head[HEADER];
    size_t head_len; /* bytes in head, the header and what came with it */
    size_t begin;    /* of the object's own bytes in head */
    git_object_t type;
    size_t size;
};

static int damaged(void)
{
    git_error_set_str(GIT_ERROR_ODB, "a loose object is damaged");
    return GIT_ERROR;
}

static int read_packed(const struct loose *l, const git_oid *id, struct buf *packed)
{
    char path[GIT_OID_HEXSZ + 2];
    struct arena scratch = { 0 };
    struct fs_error error;
    struct fs_disk disk;
    int code = GIT_ERROR;

    git_oid_pathfmt(path, id);
    path[GIT_OID_HEXSZ + 1] = '\0';
    if (fs_disk_open(&disk, NULL, &error)) {
        struct str file = ARENA_JOIN(&scratch, str_c(l->dir), STR("/"), str_c(path));
        code = fs_read(&disk.fs, file, LARGEST, packed, &error) ? 0 : fs_error_not_exist(&error) ? GIT_ENOTFOUND : -1;
    }
    arena_free(&scratch);
    return code == GIT_ERROR ? damaged() : code;
}

/* "blob 12": what git writes and nothing else. */
static bool parse_header(struct inflating *in)
{
    size_t nul = str_find_char((struct str){ in->head, in->head_len }, '\0');
    struct str type, digits;

    if (nul == SIZE_MAX || !str_cut((struct str){ in->head, nul }, ' ', &type, &digits))
        return false;
    in->begin = nul + 1;
    in->type = str_eq(type, STR("blob"))     ? GIT_OBJECT_BLOB
               : str_eq(type, STR("tree"))   ? GIT_OBJECT_TREE
               : str_eq(type, STR("commit")) ? GIT_OBJECT_COMMIT
               : str_eq(type, STR("tag"))    ? GIT_OBJECT_TAG
                                             : GIT_OBJECT_INVALID;
    in->size = 0;
    if (in->type == GIT_OBJECT_INVALID || digits.len == 0 || digits.len > 15)
        return false;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.p[i] < '0' || digits.p[i] > '9')
            return false;
        in->size = in->size * 10 + (size_t)(digits.p[i] - '0');
    }
    /* No packed bytes come to so many: room for a lie is not taken. */
    return in->size / BEST_RATIO <= in->packed.len;
}

/* Reads and inflates the header. Returns 0 with inflate begun, or libgit2's code with nothing to end. */
static int begin(struct inflating *in, const struct loose *l, const git_oid *id)
{
    int code = read_packed(l, id, &in->packed), status;

    if (code == 0 && inflateInit(&in->z) != Z_OK)
        code = GIT_ERROR;
    if (code) {
        buf_free(&in->packed);
        return code;
    }
    in->z.next_in = (unsigned char *)in->packed.p;
    in->z.avail_in = (unsigned)in->packed.len;
    in->z.next_out = (unsigned char *)in->head;
    in->z.avail_out = HEADER;
    status = inflate(&in->z, Z_SYNC_FLUSH);
    in->head_len = HEADER - in->z.avail_out;
    if ((status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR) && parse_header(in))
        return 0;
    inflateEnd(&in->z);
    buf_free(&in->packed);
    return damaged();
}

static void end(struct inflating *in)
{
    inflateEnd(&in->z);
    buf_free(&in->packed);
}

static int loose_read_header(size_t *size, git_object_t *type, git_odb_backend *b, const git_oid *id)
{
    struct inflating in = { 0 };
    int code = begin(&in, (const struct loose *)(const void *)b, id);

    if (code)
        return code;
    *size = in.size;
    *type = in.type;
    end(&in);
    return 0;
}

/* Exactly the bytes that the header says, and then the end of the stream. */
static bool inflate_rest(struct inflating *in, char *to)
{
    size_t have = in->head_len - in->begin;
    char spare;

    if (have > in->size)
        return false;
    memcpy(to, in->head + in->begin, have);
    in->z.next_out = (unsigned char *)to + have;
    in->z.avail_out = (unsigned)(in->size - have);
    if (in->z.avail_out == 0) {
        in->z.next_out = (unsigned char *)&spare;
        in->z.avail_out = 1;
        return inflate(&in->z, Z_FINISH) == Z_STREAM_END && in->z.avail_out == 1;
    }
    return inflate(&in->z, Z_FINISH) == Z_STREAM_END && in->z.avail_out == 0;
}

static int loose_read(void **data, size_t *size, git_object_t *type, git_odb_backend *b, const git_oid *id)
{
    struct inflating in = { 0 };
    int code = begin(&in, (const struct loose *)(const void *)b, id);
    char *to;

    if (code)
        return code;
    to = in.size <= LARGEST ? git_odb_backend_data_alloc(b, in.size + 1) : NULL;
    if (to && inflate_rest(&in, to)) {
        to[in.size] = '\0';
        *data = to;
        *size = in.size;
        *type = in.type;
    } else {
        git_odb_backend_data_free(b, to);
        code = damaged();
    }
    end(&in);
    return code;
}

static int loose_exists(git_odb_backend *b, const git_oid *id)
{
    const struct loose *l = (const struct loose *)(const void *)b;
    char path[GIT_OID_HEXSZ + 2];
    struct arena scratch = { 0 };
    struct fs_error error;
    struct fs_info info;
    struct fs_disk disk;
    bool there = false;

    git_oid_pathfmt(path, id);
    path[GIT_OID_HEXSZ + 1] = '\0';
    if (fs_disk_open(&disk, NULL, &error))
        there = fs_stat(&disk.fs, ARENA_JOIN(&scratch, str_c(l->dir), STR("/"), str_c(path)), &info, &error);
    arena_free(&scratch);
    return there;
}

/* The one object of the folder whose id begins so. */
static int pick(const struct fs_listing *names, const char *hex, size_t len, git_oid *id)
{
    char found[GIT_OID_HEXSZ + 1] = { hex[0], hex[1] };
    bool any = false;

    for (size_t i = 0; i < names->count; i++) {
        struct str n = names->names[i].name;
        if (n.len != GIT_OID_HEXSZ - 2 || memcmp(n.p, hex + 2, len - 2) != 0)
            continue;
        if (any)
            return GIT_EAMBIGUOUS;
        memcpy(found + 2, n.p, n.len);
        any = true;
    }
    return any && git_oid_fromstr(id, found) == 0 ? 0 : GIT_ENOTFOUND;
}

static int loose_exists_prefix(git_oid *id, git_odb_backend *b, const git_oid *prefix, size_t len)
{
    const struct loose *l = (const struct loose *)(const void *)b;
    char hex[GIT_OID_HEXSZ + 1] = "";
    struct arena scratch = { 0 };
    struct fs_listing names;
    struct fs_error error;
    struct fs_disk disk;
    int code = GIT_ENOTFOUND;

    git_oid_fmt(hex, prefix);
    if (len >= 2 && len <= GIT_OID_HEXSZ && fs_disk_open(&disk, NULL, &error) &&
        fs_list(&disk.fs, ARENA_JOIN(&scratch, str_c(l->dir), STR("/"), str_slice(str_c(hex), 0, 2)), &scratch, &names,
                &error))
        code = pick(&names, hex, len, id);
    arena_free(&scratch);
    return code;
}

static int loose_read_prefix(git_oid *id, void **data, size_t *size, git_object_t *type, git_odb_backend *b,
                             const git_oid *prefix, size_t len)
{
    int code = loose_exists_prefix(id, b, prefix, len);

    return code ? code : loose_read(data, size, type, b, id);
}

static void loose_free(git_odb_backend *b)
{
    struct loose *l = (struct loose *)(void *)b;

    free(l->dir);
    free(l);
}

int git_loose_backend(struct git_odb_backend **backend, const char *dir)
{
    struct loose *l = calloc(1, sizeof *l);

    if (!l || git_odb_init_backend(&l->backend, GIT_ODB_BACKEND_VERSION) != 0 || !(l->dir = strdup(dir)))
        abort();
    l->backend.read = loose_read;
    l->backend.read_header = loose_read_header;
    l->backend.read_prefix = loose_read_prefix;
    l->backend.exists = loose_exists;
    l->backend.exists_prefix = loose_exists_prefix;
    l->backend.free = loose_free;
    *backend = &l->backend;
    return 0;
}
