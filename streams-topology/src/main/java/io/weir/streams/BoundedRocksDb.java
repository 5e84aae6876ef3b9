/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One memory bound for all stores of the process, where RocksDB would take one for each of some hundred. Write buffers count
 * against it, so that it holds.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    private static final long TOTAL_BYTES = 128L << 20;
    private static final long WRITE_BUFFER_BYTES = 96L << 20;

    /** What is flushed in small pieces is merged all the more often. */
    private static final long WRITE_BUFFER_OF_STORE_BYTES = 16L << 20;

    private static final int FILES_TO_MERGE = 10;

    /** A window store's data: one database for each stretch of time. */
    private static final Pattern SEGMENT = Pattern.compile(".+\\.\\d+");

    private static final Cache CACHE = new LRUCache(TOTAL_BYTES);
    private static final WriteBufferManager WRITE_BUFFERS = new WriteBufferManager(WRITE_BUFFER_BYTES, CACHE);

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(WRITE_BUFFERS);
        options.setWriteBufferSize(WRITE_BUFFER_OF_STORE_BYTES);
        options.setMaxWriteBufferNumber(2);
        // Keys are asked for one by one, behind a Bloom filter, or by session: a few files more cost less than merging
        // often.
        options.setLevel0FileNumCompactionTrigger(FILES_TO_MERGE);
        // A segment is soon deleted as a whole, and asked for single keys only: merging its files would never pay off.
        options.setDisableAutoCompactions(SEGMENT.matcher(storeName).matches());
    }

    @Override
    public void close(String storeName, Options options) {
        // Cache and write buffer manager belong to the process, not to the store.
    }
}
