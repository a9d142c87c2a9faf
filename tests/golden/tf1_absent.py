"""Why names of TensorFlow 1.15 are not there (`ABSENT`), and why arguments differ (`DIFFERENT`).

`tests/api/test_tf1_api.py` fails on what is missing and not listed here, and on what is listed here and is
there. A star stands for any ending.
"""

ABSENT = {
    "messages in protocol buffers and what turns values into them: come with the file formats": """
        tf.AttrValue tf.Event tf.GraphDef tf.HistogramProto tf.LogMessage tf.MetaGraphDef
        tf.NameAttrList tf.NodeDef tf.SessionLog tf.Summary tf.SummaryMetadata tf.TensorInfo
        tf.TensorShape.as_proto tf.import_graph_def tf.make_ndarray tf.make_tensor_proto
        tf.Variable.SaveSliceInfo
    """,
    "queues, readers and accumulators: come with the input pipelines": """
        tf.ConditionalAccumulator tf.ConditionalAccumulatorBase tf.FIFOQueue tf.FixedLengthRecordReader
        tf.IdentityReader tf.LMDBReader tf.PaddingFIFOQueue tf.PriorityQueue tf.QueueBase
        tf.RandomShuffleQueue tf.ReaderBase tf.SparseConditionalAccumulator tf.TFRecordReader
        tf.TextLineReader tf.WholeFileReader tf.sparse.SparseConditionalAccumulator
    """,
    "parsing of records and files: comes with the input pipelines": """
        tf.FixedLenFeature tf.FixedLenSequenceFeature tf.SparseFeature tf.VarLenFeature
        tf.decode_compressed tf.decode_csv tf.decode_json_example tf.decode_raw
        tf.deserialize_many_sparse tf.matching_files tf.parse_example tf.parse_single_example
        tf.parse_single_sequence_example tf.parse_tensor tf.read_file tf.serialize_many_sparse
        tf.serialize_sparse tf.serialize_tensor tf.write_file
    """,
    "strings: come with the string operations": """
        tf.as_string tf.dtypes.as_string tf.decode_base64 tf.encode_base64 tf.fingerprint tf.reduce_join
        tf.regex_replace tf.string_join tf.string_split tf.string_strip tf.string_to_hash_bucket
        tf.string_to_hash_bucket_fast tf.string_to_hash_bucket_strong tf.string_to_number tf.substr
    """,
    "control flow over sub-graphs, which the executor does not run yet": """
        tf.CriticalSection tf.TensorArray tf.TensorArraySpec tf.case tf.cond tf.foldl tf.foldr tf.map_fn
        tf.scan tf.switch_case tf.vectorized_map tf.while_loop tf.Graph.switch_to_thread_local
    """,
    "recurrent cells: come with the layers, on top of control flow": """
        tf.nn.bidirectional_dynamic_rnn tf.nn.dynamic_rnn tf.nn.raw_rnn tf.nn.static_bidirectional_rnn
        tf.nn.static_rnn tf.nn.static_state_saving_rnn
    """,
    "crossed features: come with the feature columns": """
        tf.sparse.cross tf.sparse.cross_hashed
    """,
    "look-up tables: come with the input pipelines": """
        tf.initialize_all_tables tf.initializers.tables_initializer tf.tables_initializer
    """,
    "quantisation is left out": """
        tf.dequantize tf.fake_quant_* tf.quantize tf.quantize_v2 tf.quantized_concat tf.nn.quantized_*
    """,
    "eager execution and functions traced from Python: rheos runs graphs that a program builds": """
        tf.GradientTape tf.function tf.wrap_function tf.nondifferentiable_batch_function
        tf.Tensor.experimental_ref tf.Variable.experimental_ref tf.Module
    """,
    "ragged tensors and the descriptions of values that data sets use": """
        tf.IndexedSlicesSpec tf.OptionalSpec tf.RaggedTensor tf.RaggedTensorSpec tf.SparseTensorSpec
        tf.TensorSpec tf.TypeSpec
    """,
    "operations compiled against TensorFlow's own libraries cannot be loaded": """
        tf.load_file_system_library tf.load_library tf.load_op_library tf.CXX11_ABI_FLAG
        tf.MONOLITHIC_BUILD tf.LazyLoader
    """,
    "partitioned variables: one tensor holds a variable": """
        tf.create_partitioned_variables tf.fixed_size_partitioner tf.min_max_variable_partitioner
        tf.variable_axis_size_partitioner
    """,
    "tensors kept by a session between runs: a variable does that": """
        tf.delete_session_tensor tf.get_session_handle tf.get_session_tensor
    """,
    "operators of linear algebra as classes: no program that was looked at uses them": """
        tf.linalg.LinearOperator tf.linalg.LinearOperator*
    """,
    "profiles: advice, types of operations of one's own, files for a command-line tool": """
        tf.profiler.AdviceProto tf.profiler.OpLogProto tf.profiler.advise tf.profiler.write_op_log
        tf.profiler.Profiler.advise tf.profiler.Profiler.serialize_to_string
    """,
    "needs a device's log of its own": """
        tf.debugging.get_log_device_placement tf.debugging.set_log_device_placement
    """,
    "the graph makes them in its own way": """
        tf.Operation.traceback_with_start_lines tf.Tensor.OVERLOADABLE_OPERATORS tf.Graph.create_op
    """,
}

DIFFERENT = {
    "tf.Operation.__init__": "made by the graph alone",
    "tf.Tensor.__init__": "made by the graph alone",
    "tf.VariableScope.get_variable": "takes no store of variables: the graph has one",
    "tf.nn.fused_batch_norm": "takes the share in moving averages as well, as later versions do",
    "tf.nn.swish": "takes a name as well",
    "tf.shape": "has a switch for zeros_like and ones_like",
}
