/* names_tables: what the index of names is made of: tables that follow the files of one tree after another, each with what
 * changed alone. For names.c, names_tables.c, names_prints.c and names_sorted.c; nobody else includes it. */
#ifndef PROW_INDEX_NAMES_TABLES_H
#define PROW_INDEX_NAMES_TABLES_H

#include "prow/index/names.h"

/* A name with what is said of it, in files and by which; its uses are one list over all of them. It stays when nobody
 * uses it any more, until the tables begin anew. */
struct entry {
    struct name name; /* first: callers hold a pointer to it */
    const struct name_use *first;
    struct file_uses **files; /* in the order of the files */
    size_t count, cap;
    bool live;   /* somebody uses it */
    bool listed; /* in kind_table.sorted or came */
};

/* What one file says of one name. */
struct file_uses {
    struct entry *entry;
    const struct indexed_file *file;
    struct name_use *first, *last;
    size_t uses, jobs;
    struct file_uses *next; /* of the same file and kind; of those that are free */
};

/* A file whose names are in the tables. */
struct indexed_file {
    struct str path;
    uint64_t summary, kept; /* tree_input.summary_serial, kept_serial */
    size_t rank;            /* place among the files */
    struct file_uses *said[NAME_KINDS];
    struct arena texts;
    struct indexed_file *next; /* of those that are free */
};

/* All names of one kind. */
struct kind_table {
    struct map by_key; /* "of", NUL, text: to struct entry */
    size_t live;       /* entries that are */
    bool filled;
    /* In order, and those that came since; sorted holds some that went where it is stale. */
    struct arena arena;
    const struct name **sorted, **came;
    size_t count, came_count, came_cap;
    bool stale;
};

struct name_tables {
    struct arena arena, order; /* order: of the list of files */
    struct kind_table kinds[NAME_KINDS];
    struct indexed_file **files;
    size_t count;
    struct indexed_file *free_files;
    struct file_uses *free_lists;
    struct name_use *free_uses;
    size_t made, live; /* uses: those that memory was taken for, those that are in use */
    size_t room;       /* places in lists of files, also in those that were left for longer ones */
    struct buf key;
    uint64_t stamp; /* which index they follow (names.c) */
    size_t work;
};

/* What a file says of every kind, in bytes. */
struct name_bytes;

/* Uses of a file go to tables, of the kinds that are wanted; or of all kinds to bytes. */
struct name_sink {
    struct name_tables *tables;
    struct indexed_file *file;
    unsigned wanted;
    struct name_bytes *bytes; /* NULL with tables */
};

struct name_use *name_bytes_use(struct name_bytes *n, enum name_kind kind, struct str of, struct str text);
struct arena *name_bytes_arena(struct name_bytes *n);

/* Brings the tables to what the files of the tree say. */
void name_tables_follow(struct name_tables *t, const struct prow_tree *tree);
/* The table of the kind, of that tree. */
struct kind_table *name_tables_kind(struct name_tables *t, enum name_kind kind, const struct prow_tree *tree);
/* The key of a name, until the next one is asked for. */
struct str name_tables_key(struct name_tables *t, struct str of, struct str text);

/* An entry's uses became some, or none. */
void kind_table_note(struct kind_table *k, struct entry *e);
/* Puts sorted in order (names_sorted.c). */
void kind_table_sort(struct kind_table *k);

#endif
