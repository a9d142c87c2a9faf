//! Generated from the op table by `cargo run -p rheos-xtask -- gen`; do not edit.
#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(clippy::too_many_arguments, unused_imports)]

use rheos_base::{DType, Result, Shape, Tensor};
use rheos_graph::{Builder, IntoAttr, Output, Outputs};

/// One constructor per op.
pub trait Ops {
    /// Returns |x| element-wise.
    fn abs(&mut self, x: Output) -> Result<Output>;
    /// Returns the arc cosine in [0, pi] element-wise.
    fn acos(&mut self, x: Output) -> Result<Output>;
    /// Returns the inverse hyperbolic cosine element-wise; NaN below 1.
    fn acosh(&mut self, x: Output) -> Result<Output>;
    /// Returns x + y element-wise, with broadcasting.
    fn add(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns the sum of tensors of one shape.
    fn add_n(&mut self, inputs: &[Output]) -> Result<Output>;
    /// Returns x + y element-wise, with broadcasting.
    fn add_v2(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Whether all elements hold over axes; true for no elements.
    fn all(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output>;
    /// All classes of [0, num_sampled), each expected once.
    fn all_candidate_sampler(&mut self, true_classes: Output, num_true: i64, num_sampled: i64, unique: bool, seed: i64, seed2: i64) -> Result<Outputs>;
    /// Returns the angle of complex numbers in (-pi, pi].
    fn angle(&mut self, input: Output, tout: DType) -> Result<Output>;
    /// Whether any element holds over axes; false for no elements.
    fn any(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output>;
    /// Returns whether |x - y| <= tolerance element-wise; the shapes must be the same.
    fn approximate_equal(&mut self, x: Output, y: Output, tolerance: f32) -> Result<Output>;
    /// Position of the largest element along a dimension; the first one of equals.
    fn arg_max(&mut self, input: Output, dimension: Output, output_type: DType) -> Result<Output>;
    /// Position of the smallest element along a dimension; the first one of equals.
    fn arg_min(&mut self, input: Output, dimension: Output, output_type: DType) -> Result<Output>;
    /// Returns the arc sine in [-pi/2, pi/2] element-wise.
    fn asin(&mut self, x: Output) -> Result<Output>;
    /// Returns the inverse hyperbolic sine element-wise.
    fn asinh(&mut self, x: Output) -> Result<Output>;
    /// Fails with the first elements of data unless the condition holds.
    fn assert(&mut self, condition: Output, data: &[Output], summarize: i64) -> Result<Outputs>;
    /// Adds value, which has the variable's shape, to the variable.
    fn assign_add_variable_op(&mut self, resource: Output, value: Output) -> Result<Outputs>;
    /// Subtracts value, which has the variable's shape, from the variable.
    fn assign_sub_variable_op(&mut self, resource: Output, value: Output) -> Result<Outputs>;
    /// Makes value the variable's value.
    fn assign_variable_op(&mut self, resource: Output, value: Output, validate_shape: bool) -> Result<Outputs>;
    /// Returns the arc tangent in (-pi/2, pi/2) element-wise.
    fn atan(&mut self, x: Output) -> Result<Output>;
    /// Returns the angle of the point (x, y) in (-pi, pi], with broadcasting.
    fn atan2(&mut self, y: Output, x: Output) -> Result<Output>;
    /// Returns the inverse hyperbolic tangent element-wise; NaN outside [-1, 1].
    fn atanh(&mut self, x: Output) -> Result<Output>;
    /// The mean of each window; padding does not count.
    fn avg_pool(&mut self, value: Output, ksize: &[i64], strides: &[i64], padding: &str, data_format: &str) -> Result<Output>;
    /// The mean of each window; padding does not count.
    fn avg_pool3_d(&mut self, input: Output, ksize: &[i64], strides: &[i64], padding: &str, data_format: &str) -> Result<Output>;
    /// Gradient of AvgPool3D: spreads grad evenly over each window.
    fn avg_pool3_d_grad(&mut self, orig_input_shape: Output, grad: Output, ksize: &[i64], strides: &[i64], padding: &str, data_format: &str) -> Result<Output>;
    /// Gradient of AvgPool: spreads grad evenly over each window.
    fn avg_pool_grad(&mut self, orig_input_shape: Output, grad: Output, ksize: &[i64], strides: &[i64], padding: &str, data_format: &str) -> Result<Output>;
    /// Cholesky, by its name from before TensorFlow 1.0.
    fn batch_cholesky(&mut self, input: Output) -> Result<Output>;
    /// CholeskyGrad, by its name from before TensorFlow 1.0.
    fn batch_cholesky_grad(&mut self, l: Output, grad: Output) -> Result<Output>;
    /// Returns products of matrices in the last two axes; the leading axes must agree.
    fn batch_mat_mul(&mut self, x: Output, y: Output, adj_x: bool, adj_y: bool) -> Result<Output>;
    /// Returns products of matrices in the last two axes; the leading axes are broadcast.
    fn batch_mat_mul_v2(&mut self, x: Output, y: Output, adj_x: bool, adj_y: bool) -> Result<Output>;
    /// MatrixDeterminant, by its name from before TensorFlow 1.0.
    fn batch_matrix_determinant(&mut self, input: Output) -> Result<Output>;
    /// MatrixInverse, by its name from before TensorFlow 1.0.
    fn batch_matrix_inverse(&mut self, input: Output, adjoint: bool) -> Result<Output>;
    /// MatrixSolve, by its name from before TensorFlow 1.0.
    fn batch_matrix_solve(&mut self, matrix: Output, rhs: Output, adjoint: bool) -> Result<Output>;
    /// MatrixSolveLs, by its name from before TensorFlow 1.0.
    fn batch_matrix_solve_ls(&mut self, matrix: Output, rhs: Output, l2_regularizer: Output, fast: bool) -> Result<Output>;
    /// MatrixTriangularSolve, by its name from before TensorFlow 1.0.
    fn batch_matrix_triangular_solve(&mut self, matrix: Output, rhs: Output, lower: bool, adjoint: bool) -> Result<Output>;
    /// Normalises the last axis of a 4-D tensor by given moments; the form of TensorFlow's first releases.
    fn batch_norm_with_global_normalization(&mut self, t: Output, m: Output, v: Output, beta: Output, gamma: Output, variance_epsilon: f32, scale_after_normalization: bool) -> Result<Output>;
    /// Gradient of BatchNormWithGlobalNormalization.
    fn batch_norm_with_global_normalization_grad(&mut self, t: Output, m: Output, v: Output, gamma: Output, backprop: Output, variance_epsilon: f32, scale_after_normalization: bool) -> Result<Outputs>;
    /// SelfAdjointEigV2, by its name from before TensorFlow 1.0.
    fn batch_self_adjoint_eig_v2(&mut self, input: Output, compute_v: bool) -> Result<Outputs>;
    /// Svd, by its name from before TensorFlow 1.0.
    fn batch_svd(&mut self, input: Output, compute_uv: bool, full_matrices: bool) -> Result<Outputs>;
    /// BatchToSpaceND with square blocks in axes 1 and 2.
    fn batch_to_space(&mut self, input: Output, crops: Output, block_size: i64) -> Result<Output>;
    /// Undoes SpaceToBatchND: interleaves batch entries along the axes after the first, then crops these.
    fn batch_to_space_nd(&mut self, input: Output, block_shape: Output, crops: Output) -> Result<Output>;
    /// Modified Bessel function of order 0, times exp(-|x|).
    fn bessel_i0e(&mut self, x: Output) -> Result<Output>;
    /// Modified Bessel function of order 1, times exp(-|x|).
    fn bessel_i1e(&mut self, x: Output) -> Result<Output>;
    /// Regularised incomplete beta function: the share of a beta distribution below x.
    fn betainc(&mut self, a: Output, b: Output, x: Output) -> Result<Output>;
    /// Adds a vector along the channels: the last axis, or axis 1 with data_format NCHW.
    fn bias_add(&mut self, value: Output, bias: Output, data_format: &str) -> Result<Output>;
    /// Gradient of BiasAdd for the bias: sums over all axes but the channels'.
    fn bias_add_grad(&mut self, out_backprop: Output, data_format: &str) -> Result<Output>;
    /// For each number from 0 to size - 1 how often it occurs in arr, or the sum of the weights in its places.
    fn bincount(&mut self, arr: Output, size: Output, weights: Output) -> Result<Output>;
    /// The same bytes as elements of another type; the last axis grows or goes away where sizes differ.
    fn bitcast(&mut self, input: Output, type_: DType) -> Result<Output>;
    /// Returns the bits set in both x and y, with broadcasting.
    fn bitwise_and(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns the bits set in x or y, with broadcasting.
    fn bitwise_or(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns the bits in which x and y differ, with broadcasting.
    fn bitwise_xor(&mut self, x: Output, y: Output) -> Result<Output>;
    /// The shape that two shapes broadcast to.
    fn broadcast_args(&mut self, s0: Output, s1: Output) -> Result<Output>;
    /// Axes over which gradients of two broadcast operands are summed.
    fn broadcast_gradient_args(&mut self, s0: Output, s1: Output) -> Result<Outputs>;
    /// The input repeated to a shape by NumPy's broadcasting.
    fn broadcast_to(&mut self, input: Output, shape: Output) -> Result<Output>;
    /// For each element how many of the sorted boundaries it reaches.
    fn bucketize(&mut self, input: Output, boundaries: &[f32]) -> Result<Output>;
    /// The likeliest label sequences, as the parts of sparse matrices, and the logarithms of their probabilities.
    fn ctc_beam_search_decoder(&mut self, inputs: Output, sequence_length: Output, beam_width: i64, top_paths: i64, merge_repeated: bool) -> Result<Outputs>;
    /// The likeliest class of each step without the blanks, as the parts of a sparse matrix, and the negative sum of these classes' logits.
    fn ctc_greedy_decoder(&mut self, inputs: Output, sequence_length: Output, merge_repeated: bool, blank_index: i64) -> Result<Outputs>;
    /// Negative log probability of label sequences given the logits of each step, and its gradient with respect to the logits.
    fn ctc_loss(&mut self, inputs: Output, labels_indices: Output, labels_values: Output, sequence_length: Output, preprocess_collapse_repeated: bool, ctc_merge_repeated: bool, ignore_longer_outputs_than_inputs: bool) -> Result<Outputs>;
    /// Converts elements to another type.
    fn cast(&mut self, x: Output, dstt: DType, truncate: bool) -> Result<Output>;
    /// Returns the smallest integer not below x element-wise.
    fn ceil(&mut self, x: Output) -> Result<Output>;
    /// Returns the tensor if all its elements are finite; otherwise fails with the message.
    fn check_numerics(&mut self, tensor: Output, message: &str) -> Result<Output>;
    /// The lower triangular factor L of self-adjoint positive definite matrices L L^H; only their lower triangles are read.
    fn cholesky(&mut self, input: Output) -> Result<Output>;
    /// The gradient of a matrix from its Cholesky factor and the gradient of that.
    fn cholesky_grad(&mut self, l: Output, grad: Output) -> Result<Output>;
    /// Limits elements to the range from clip_value_min to clip_value_max, with broadcasting.
    fn clip_by_value(&mut self, t: Output, clip_value_min: Output, clip_value_max: Output) -> Result<Output>;
    /// Makes complex numbers of two parts, with broadcasting.
    fn complex(&mut self, real: Output, imag: Output, tout: DType) -> Result<Output>;
    /// Returns the absolute value of complex numbers.
    fn complex_abs(&mut self, x: Output, tout: DType) -> Result<Output>;
    /// For each sample that is a true class of a row: the row, the sample's place, and the least float32.
    fn compute_accidental_hits(&mut self, true_classes: Output, sampled_candidates: Output, num_true: i64, seed: i64, seed2: i64) -> Result<Outputs>;
    /// Joins tensors along an axis, which comes first.
    fn concat(&mut self, concat_dim: Output, values: &[Output]) -> Result<Output>;
    /// Where each tensor begins in the concatenation of tensors of these shapes.
    fn concat_offset(&mut self, concat_dim: Output, shape: &[Output]) -> Result<Outputs>;
    /// Joins tensors along an axis.
    fn concat_v2(&mut self, values: &[Output], axis: Output) -> Result<Output>;
    /// Returns the complex conjugate.
    fn conj(&mut self, input: Output) -> Result<Output>;
    /// Axes in another order, and the complex conjugate of each element.
    fn conjugate_transpose(&mut self, x: Output, perm: Output) -> Result<Output>;
    /// A constant tensor.
    fn const_(&mut self, value: &Tensor, dtype: DType) -> Result<Output>;
    /// Convolves images with filters: each result is the sum over a window of the input times the filter.
    fn conv2_d(&mut self, input: Output, filter: Output, strides: &[i64], use_cudnn_on_gpu: bool, padding: &str, explicit_paddings: &[i64], data_format: &str, dilations: &[i64]) -> Result<Output>;
    /// Returns the gradient of a 2-D convolution with respect to its filter, whose sizes are given.
    fn conv2_d_backprop_filter(&mut self, input: Output, filter_sizes: Output, out_backprop: Output, strides: &[i64], use_cudnn_on_gpu: bool, padding: &str, explicit_paddings: &[i64], data_format: &str, dilations: &[i64]) -> Result<Output>;
    /// Returns the gradient of a 2-D convolution with respect to its input, whose sizes are given.
    fn conv2_d_backprop_input(&mut self, input_sizes: Output, filter: Output, out_backprop: Output, strides: &[i64], use_cudnn_on_gpu: bool, padding: &str, explicit_paddings: &[i64], data_format: &str, dilations: &[i64]) -> Result<Output>;
    /// Convolves volumes with filters: each result is the sum over a window of the input times the filter.
    fn conv3_d(&mut self, input: Output, filter: Output, strides: &[i64], padding: &str, data_format: &str, dilations: &[i64]) -> Result<Output>;
    /// Conv3DBackpropFilterV2 under its old signature, which takes a tensor of the filter's sizes.
    fn conv3_d_backprop_filter(&mut self, input: Output, filter: Output, out_backprop: Output, strides: &[i64], padding: &str, dilations: &[i64]) -> Result<Output>;
    /// Returns the gradient of a 3-D convolution with respect to its filter, whose sizes are given.
    fn conv3_d_backprop_filter_v2(&mut self, input: Output, filter_sizes: Output, out_backprop: Output, strides: &[i64], padding: &str, data_format: &str, dilations: &[i64]) -> Result<Output>;
    /// Conv3DBackpropInputV2 under its old signature, which takes a tensor of the input's sizes.
    fn conv3_d_backprop_input(&mut self, input: Output, filter: Output, out_backprop: Output, strides: &[i64], padding: &str, dilations: &[i64]) -> Result<Output>;
    /// Returns the gradient of a 3-D convolution with respect to its input, whose sizes are given.
    fn conv3_d_backprop_input_v2(&mut self, input_sizes: Output, filter: Output, out_backprop: Output, strides: &[i64], padding: &str, data_format: &str, dilations: &[i64]) -> Result<Output>;
    /// The input, under a name of its own; debuggers put it into graphs.
    fn copy(&mut self, input: Output, tensor_name: &str, debug_ops_spec: &[&str]) -> Result<Output>;
    /// The input, under a name of its own; debuggers put it into graphs.
    fn copy_host(&mut self, input: Output, tensor_name: &str, debug_ops_spec: &[&str]) -> Result<Output>;
    /// Returns the cosine of x in radians element-wise.
    fn cos(&mut self, x: Output) -> Result<Output>;
    /// Returns the hyperbolic cosine element-wise.
    fn cosh(&mut self, x: Output) -> Result<Output>;
    /// Cross products of vectors in space, which lie along the last axis.
    fn cross(&mut self, a: Output, b: Output) -> Result<Output>;
    /// Running product along an axis, from the end with reverse; exclusive leaves out the element itself.
    fn cumprod(&mut self, x: Output, axis: Output, exclusive: bool, reverse: bool) -> Result<Output>;
    /// Running sum along an axis, from the end with reverse; exclusive leaves out the element itself.
    fn cumsum(&mut self, x: Output, axis: Output, exclusive: bool, reverse: bool) -> Result<Output>;
    /// Running logarithm of the sum of exponentials along an axis; -inf for a sum of nothing.
    fn cumulative_logsumexp(&mut self, x: Output, axis: Output, exclusive: bool, reverse: bool) -> Result<Output>;
    /// The input, whose memory later changes in place leave alone; here no value is ever changed in place.
    fn deep_copy(&mut self, x: Output) -> Result<Output>;
    /// The difference, intersection or union of the sets in the last dimension of two tensors, as a sparse tensor whose sets are in rising order.
    fn dense_to_dense_set_operation(&mut self, set1: Output, set2: Output, set_operation: &str, validate_indices: bool) -> Result<Outputs>;
    /// The difference, intersection or union of the sets in the last dimension of a dense tensor and a sparse one, as a sparse tensor whose sets are in rising order.
    fn dense_to_sparse_set_operation(&mut self, set1: Output, set2_indices: Output, set2_values: Output, set2_shape: Output, set_operation: &str, validate_indices: bool) -> Result<Outputs>;
    /// Undoes SpaceToDepth: spreads channels over blocks of space.
    fn depth_to_space(&mut self, input: Output, block_size: i64, data_format: &str) -> Result<Output>;
    /// Convolves each channel of images with filters of its own; results of one channel stand side by side.
    fn depthwise_conv2d_native(&mut self, input: Output, filter: Output, strides: &[i64], padding: &str, explicit_paddings: &[i64], data_format: &str, dilations: &[i64]) -> Result<Output>;
    /// Returns the gradient of a depthwise convolution with respect to its filter, whose sizes are given.
    fn depthwise_conv2d_native_backprop_filter(&mut self, input: Output, filter_sizes: Output, out_backprop: Output, strides: &[i64], padding: &str, explicit_paddings: &[i64], data_format: &str, dilations: &[i64]) -> Result<Output>;
    /// Returns the gradient of a depthwise convolution with respect to its input, whose sizes are given.
    fn depthwise_conv2d_native_backprop_input(&mut self, input_sizes: Output, filter: Output, out_backprop: Output, strides: &[i64], padding: &str, explicit_paddings: &[i64], data_format: &str, dilations: &[i64]) -> Result<Output>;
    /// Drops the variable's value: it is uninitialised again.
    fn destroy_resource_op(&mut self, resource: Output, ignore_lookup_error: bool) -> Result<Outputs>;
    /// A tensor of twice the rank with the input on its diagonal and zeros elsewhere.
    fn diag(&mut self, diagonal: Output) -> Result<Output>;
    /// The diagonal of a tensor whose sizes are the same twice over.
    fn diag_part(&mut self, input: Output) -> Result<Output>;
    /// Returns the derivative of Lgamma element-wise.
    fn digamma(&mut self, x: Output) -> Result<Output>;
    /// Returns the greatest sum of image and filter over each window, channel by channel; what lies outside the image takes no part.
    fn dilation2_d(&mut self, input: Output, filter: Output, strides: &[i64], rates: &[i64], padding: &str) -> Result<Output>;
    /// Adds each gradient of a dilation to the filter's element that the result came from, the first of equals.
    fn dilation2_d_backprop_filter(&mut self, input: Output, filter: Output, out_backprop: Output, strides: &[i64], rates: &[i64], padding: &str) -> Result<Output>;
    /// Adds each gradient of a dilation to the image's element that the result came from, the first of equals.
    fn dilation2_d_backprop_input(&mut self, input: Output, filter: Output, out_backprop: Output, strides: &[i64], rates: &[i64], padding: &str) -> Result<Output>;
    /// Returns x / y element-wise, with broadcasting.
    fn div(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns x / y, and 0 where y is zero, with broadcasting.
    fn div_no_nan(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Rows of data by the partition they belong to.
    fn dynamic_partition(&mut self, data: Output, partitions: Output, num_partitions: i64) -> Result<Outputs>;
    /// Rows of data at the places that indices give; of equal ones the last counts.
    fn dynamic_stitch(&mut self, indices: &[Output], data: &[Output]) -> Result<Output>;
    /// The Levenshtein distance between the sequences in the last dimension of two sparse tensors, perhaps over the length of the true one.
    fn edit_distance(&mut self, hypothesis_indices: Output, hypothesis_values: Output, hypothesis_shape: Output, truth_indices: Output, truth_values: Output, truth_shape: Output, normalize: bool) -> Result<Output>;
    /// Products of elements of one or two tensors summed over the labels that the result lacks, by an equation such as 'ij,jk->ik'.
    fn einsum(&mut self, inputs: &[Output], equation: &str) -> Result<Output>;
    /// Exponential linear: features where positive, else exp(features) - 1.
    fn elu(&mut self, features: Output) -> Result<Output>;
    /// Gradient of Elu, given its outputs: gradients * (outputs + 1) where outputs < 0, else gradients.
    fn elu_grad(&mut self, gradients: Output, outputs: Output) -> Result<Output>;
    /// A tensor of the given shape that is to be overwritten.
    fn empty(&mut self, shape: Output, dtype: DType, init: bool) -> Result<Output>;
    /// The input, whose shape must fit the given one.
    fn ensure_shape(&mut self, input: Output, shape: &Shape) -> Result<Output>;
    /// Returns whether x == y element-wise, with broadcasting.
    fn equal(&mut self, x: Output, y: Output, incompatible_shape_error: bool) -> Result<Output>;
    /// Returns the error function element-wise.
    fn erf(&mut self, x: Output) -> Result<Output>;
    /// Returns 1 - erf(x) element-wise, accurate for large x.
    fn erfc(&mut self, x: Output) -> Result<Output>;
    /// Square root of the sum of squares over axes.
    fn euclidean_norm(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output>;
    /// Returns e to the power x element-wise.
    fn exp(&mut self, x: Output) -> Result<Output>;
    /// The same elements with an axis of size one inserted before axis `dim`.
    fn expand_dims(&mut self, input: Output, dim: Output) -> Result<Output>;
    /// Returns exp(x) - 1 element-wise, accurate near 0.
    fn expm1(&mut self, x: Output) -> Result<Output>;
    /// The patch of each window, flattened into the channels: rows, then columns, then channels; zeros where it reaches over the border.
    fn extract_image_patches(&mut self, images: Output, ksizes: &[i64], strides: &[i64], rates: &[i64], padding: &str) -> Result<Output>;
    /// The patch of each window, flattened into the channels: planes, rows, columns, channels; zeros where it reaches over the border.
    fn extract_volume_patches(&mut self, input: Output, ksizes: &[i64], strides: &[i64], padding: &str) -> Result<Output>;
    /// The discrete Fourier transform over the last axis.
    fn fft(&mut self, input: Output) -> Result<Output>;
    /// The discrete Fourier transform over the last two axes.
    fn fft2_d(&mut self, input: Output) -> Result<Output>;
    /// The discrete Fourier transform over the last three axes.
    fn fft3_d(&mut self, input: Output) -> Result<Output>;
    /// A tensor of the given sizes filled with a scalar.
    fn fill(&mut self, dims: Output, value: Output) -> Result<Output>;
    /// Classes drawn in proportion to given weights to the power distortion: those in unigrams, or the last fields of the lines of a file.
    fn fixed_unigram_candidate_sampler(&mut self, true_classes: Output, num_true: i64, num_sampled: i64, unique: bool, range_max: i64, vocab_file: &str, distortion: f32, num_reserved_ids: i64, num_shards: i64, shard: i64, unigrams: &[f32], seed: i64, seed2: i64) -> Result<Outputs>;
    /// Returns the largest integer not above x element-wise.
    fn floor(&mut self, x: Output) -> Result<Output>;
    /// Returns x / y rounded down, with broadcasting.
    fn floor_div(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns the remainder of x / y with the sign of y, as Python's %, with broadcasting.
    fn floor_mod(&mut self, x: Output, y: Output) -> Result<Output>;
    /// The mean of each region, and the regions' boundaries along rows and columns.
    fn fractional_avg_pool(&mut self, value: Output, pooling_ratio: &[f32], pseudo_random: bool, overlapping: bool, deterministic: bool, seed: i64, seed2: i64) -> Result<Outputs>;
    /// Gradient of FractionalAvgPool.
    fn fractional_avg_pool_grad(&mut self, orig_input_tensor_shape: Output, out_backprop: Output, row_pooling_sequence: Output, col_pooling_sequence: Output, overlapping: bool) -> Result<Output>;
    /// The largest element of each region, and the regions' boundaries along rows and columns.
    fn fractional_max_pool(&mut self, value: Output, pooling_ratio: &[f32], pseudo_random: bool, overlapping: bool, deterministic: bool, seed: i64, seed2: i64) -> Result<Outputs>;
    /// Gradient of FractionalMaxPool.
    fn fractional_max_pool_grad(&mut self, orig_input: Output, orig_output: Output, out_backprop: Output, row_pooling_sequence: Output, col_pooling_sequence: Output, overlapping: bool) -> Result<Output>;
    /// Normalises the channels of x, then scales and offsets them.
    fn fused_batch_norm(&mut self, x: Output, scale: Output, offset: Output, mean: Output, variance: Output, epsilon: f32, exponential_avg_factor: f32, data_format: &str, is_training: bool) -> Result<Outputs>;
    /// Gradient of batch normalisation; the reserved inputs are mean and variance as the forward op gave or got them.
    fn fused_batch_norm_grad(&mut self, y_backprop: Output, x: Output, scale: Output, reserve_space_1: Output, reserve_space_2: Output, epsilon: f32, data_format: &str, is_training: bool) -> Result<Outputs>;
    /// Gradient of batch normalisation; the reserved inputs are mean and variance as the forward op gave or got them.
    fn fused_batch_norm_grad_v2(&mut self, y_backprop: Output, x: Output, scale: Output, reserve_space_1: Output, reserve_space_2: Output, epsilon: f32, data_format: &str, is_training: bool) -> Result<Outputs>;
    /// Gradient of batch normalisation; the reserved inputs are mean and variance as the forward op gave or got them.
    fn fused_batch_norm_grad_v3(&mut self, y_backprop: Output, x: Output, scale: Output, reserve_space_1: Output, reserve_space_2: Output, reserve_space_3: Output, epsilon: f32, data_format: &str, is_training: bool) -> Result<Outputs>;
    /// Normalises the channels of x, then scales and offsets them.
    fn fused_batch_norm_v2(&mut self, x: Output, scale: Output, offset: Output, mean: Output, variance: Output, epsilon: f32, exponential_avg_factor: f32, data_format: &str, is_training: bool) -> Result<Outputs>;
    /// Normalises the channels of x, then scales and offsets them.
    fn fused_batch_norm_v3(&mut self, x: Output, scale: Output, offset: Output, mean: Output, variance: Output, epsilon: f32, exponential_avg_factor: f32, data_format: &str, is_training: bool) -> Result<Outputs>;
    /// Rows of params at the given indices.
    fn gather(&mut self, params: Output, indices: Output, validate_indices: bool) -> Result<Output>;
    /// Slices of params at the coordinates in the last axis of indices.
    fn gather_nd(&mut self, params: Output, indices: Output) -> Result<Output>;
    /// Slices of params at the given indices along an axis.
    fn gather_v2(&mut self, params: Output, indices: Output, axis: Output, batch_dims: i64) -> Result<Output>;
    /// Returns whether x > y element-wise, with broadcasting.
    fn greater(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns whether x >= y element-wise, with broadcasting.
    fn greater_equal(&mut self, x: Output, y: Output) -> Result<Output>;
    /// The input, which the user promises to be the same in every run.
    fn guarantee_const(&mut self, input: Output) -> Result<Output>;
    /// Counts of values in bins of equal width; values outside the range count in the first or last bin.
    fn histogram_fixed_width(&mut self, values: Output, value_range: Output, nbins: Output, dtype: DType) -> Result<Output>;
    /// The inverse discrete Fourier transform over the last axis.
    fn ifft(&mut self, input: Output) -> Result<Output>;
    /// The inverse discrete Fourier transform over the last two axes.
    fn ifft2_d(&mut self, input: Output) -> Result<Output>;
    /// The inverse discrete Fourier transform over the last three axes.
    fn ifft3_d(&mut self, input: Output) -> Result<Output>;
    /// The fft_length real numbers whose first fft_length / 2 + 1 frequencies are given along the last axis.
    fn irfft(&mut self, input: Output, fft_length: Output, treal: DType) -> Result<Output>;
    /// The inverse of RFFT2D.
    fn irfft2_d(&mut self, input: Output, fft_length: Output, treal: DType) -> Result<Output>;
    /// The inverse of RFFT3D.
    fn irfft3_d(&mut self, input: Output, fft_length: Output, treal: DType) -> Result<Output>;
    /// The input, under a name of its own.
    fn identity(&mut self, input: Output) -> Result<Output>;
    /// The inputs, as results of one node.
    fn identity_n(&mut self, input: &[Output]) -> Result<Outputs>;
    /// The results of one of two sub-graphs.
    fn if_(&mut self, cond: Output, input: &[Output], tout: &[DType], then_branch: &str, else_branch: &str, output_shapes: &[Shape]) -> Result<Outputs>;
    /// Lower regularised incomplete gamma function: the share of a gamma distribution of shape a below x.
    fn igamma(&mut self, a: Output, x: Output) -> Result<Output>;
    /// The derivative of Igamma by a.
    fn igamma_grad_a(&mut self, a: Output, x: Output) -> Result<Output>;
    /// Upper regularised incomplete gamma function, 1 - Igamma(a, x).
    fn igammac(&mut self, a: Output, x: Output) -> Result<Output>;
    /// Returns the imaginary part.
    fn imag(&mut self, input: Output, tout: DType) -> Result<Output>;
    /// Whether the target class is among the k with the largest predictions, ties included; false where the target is not a class or a prediction is not finite.
    fn in_top_k(&mut self, predictions: Output, targets: Output, k: i64) -> Result<Output>;
    /// Whether the target class is among the k with the largest predictions, ties included; false where the target is not a class or a prediction is not finite.
    fn in_top_kv2(&mut self, predictions: Output, targets: Output, k: Output) -> Result<Output>;
    /// x with v added to rows i.
    fn inplace_add(&mut self, x: Output, i: Output, v: Output) -> Result<Output>;
    /// x with v subtracted from rows i.
    fn inplace_sub(&mut self, x: Output, i: Output, v: Output) -> Result<Output>;
    /// x with rows i replaced by v; of equal rows the last counts.
    fn inplace_update(&mut self, x: Output, i: Output, v: Output) -> Result<Output>;
    /// Returns 1 / x element-wise.
    fn inv(&mut self, x: Output) -> Result<Output>;
    /// Gradient of Inv: -dy * y².
    fn inv_grad(&mut self, y: Output, dy: Output) -> Result<Output>;
    /// Returns x with every bit flipped.
    fn invert(&mut self, x: Output) -> Result<Output>;
    /// The permutation that undoes a permutation of 0, 1, ..., n - 1.
    fn invert_permutation(&mut self, x: Output) -> Result<Output>;
    /// Returns whether x is neither infinite nor NaN element-wise.
    fn is_finite(&mut self, x: Output) -> Result<Output>;
    /// Returns whether x is infinite element-wise.
    fn is_inf(&mut self, x: Output) -> Result<Output>;
    /// Returns whether x is NaN element-wise.
    fn is_nan(&mut self, x: Output) -> Result<Output>;
    /// Half the sum of squares of all elements.
    fn l2_loss(&mut self, t: Output) -> Result<Output>;
    /// input / (bias + alpha s) ** beta, where s is the sum of squares over the channels (the last axis) at most depth_radius away.
    fn lrn(&mut self, input: Output, depth_radius: i64, bias: f32, alpha: f32, beta: f32) -> Result<Output>;
    /// Gradient of LRN.
    fn lrn_grad(&mut self, input_grads: Output, input_image: Output, output_image: Output, depth_radius: i64, bias: f32, alpha: f32, beta: f32) -> Result<Output>;
    /// Rectified linear with a leak: features where positive, else alpha * features.
    fn leaky_relu(&mut self, features: Output, alpha: f32) -> Result<Output>;
    /// Gradient of LeakyRelu: gradients where features > 0, else alpha * gradients.
    fn leaky_relu_grad(&mut self, gradients: Output, features: Output, alpha: f32) -> Result<Output>;
    /// Classes drawn as often as they were true classes of this node in earlier runs of the session, plus one.
    fn learned_unigram_candidate_sampler(&mut self, true_classes: Output, num_true: i64, num_sampled: i64, unique: bool, range_max: i64, seed: i64, seed2: i64) -> Result<Outputs>;
    /// Returns x with its bits moved up by y places, with broadcasting.
    fn left_shift(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns whether x < y element-wise, with broadcasting.
    fn less(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns whether x <= y element-wise, with broadcasting.
    fn less_equal(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns log |gamma(x)| element-wise.
    fn lgamma(&mut self, x: Output) -> Result<Output>;
    /// `num` evenly spaced numbers from start to stop, both included.
    fn lin_space(&mut self, start: Output, stop: Output, num: Output) -> Result<Output>;
    /// Elements of x that are not in y, and their positions in x.
    fn list_diff(&mut self, x: Output, y: Output, out_idx: DType) -> Result<Outputs>;
    /// Returns the natural logarithm element-wise.
    fn log(&mut self, x: Output) -> Result<Output>;
    /// Returns log(1 + x) element-wise, accurate near 0.
    fn log1p(&mut self, x: Output) -> Result<Output>;
    /// The sign (or direction in the complex plane) of determinants, and the logarithms of their absolute values.
    fn log_matrix_determinant(&mut self, input: Output) -> Result<Outputs>;
    /// Logarithm of Softmax, accurate for small probabilities.
    fn log_softmax(&mut self, logits: Output) -> Result<Output>;
    /// Classes drawn with probability log((class + 2) / (class + 1)) / log(range_max + 1), which suits classes in order of falling frequency.
    fn log_uniform_candidate_sampler(&mut self, true_classes: Output, num_true: i64, num_sampled: i64, unique: bool, range_max: i64, seed: i64, seed2: i64) -> Result<Outputs>;
    /// Returns whether x and y both hold element-wise, with broadcasting.
    fn logical_and(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns whether x does not hold element-wise.
    fn logical_not(&mut self, x: Output) -> Result<Output>;
    /// Returns whether x or y holds element-wise, with broadcasting.
    fn logical_or(&mut self, x: Output, y: Output) -> Result<Output>;
    /// For each value the number of elements of its row of sorted_inputs that are smaller.
    fn lower_bound(&mut self, sorted_inputs: Output, values: Output, out_type: DType) -> Result<Output>;
    /// L (below the diagonal, its ones left out) and U of square matrices with rows in the order p: row i of L U is row p[i] of the input.
    fn lu(&mut self, input: Output, output_idx_type: DType) -> Result<Outputs>;
    /// Returns the product of two matrices, each transposed first if asked for.
    fn mat_mul(&mut self, a: Output, b: Output, transpose_a: bool, transpose_b: bool) -> Result<Output>;
    /// Matrices with everything outside a band around the diagonal set to zero; a negative width keeps that side.
    fn matrix_band_part(&mut self, input: Output, num_lower: Output, num_upper: Output) -> Result<Output>;
    /// Determinants of square matrices.
    fn matrix_determinant(&mut self, input: Output) -> Result<Output>;
    /// Square matrices with the input on their diagonals and zeros elsewhere.
    fn matrix_diag(&mut self, diagonal: Output) -> Result<Output>;
    /// The diagonals of matrices.
    fn matrix_diag_part(&mut self, input: Output) -> Result<Output>;
    /// The diagonals k of matrices (one, or the lowest to the highest), the highest in the first row.
    fn matrix_diag_part_v2(&mut self, input: Output, k: Output, padding_value: Output) -> Result<Output>;
    /// MatrixDiagPartV2 where `align` says at which end of their rows diagonals above and below the main one stand.
    fn matrix_diag_part_v3(&mut self, input: Output, k: Output, padding_value: Output, align: &str) -> Result<Output>;
    /// Matrices with given diagonals k (one, or the lowest and the highest) and a filler elsewhere.
    fn matrix_diag_v2(&mut self, diagonal: Output, k: Output, num_rows: Output, num_cols: Output, padding_value: Output) -> Result<Output>;
    /// MatrixDiagV2 where `align` says at which end of their rows diagonals above and below the main one stand.
    fn matrix_diag_v3(&mut self, diagonal: Output, k: Output, num_rows: Output, num_cols: Output, padding_value: Output, align: &str) -> Result<Output>;
    /// Exponentials of square matrices: the sums of their powers a^k / k!.
    fn matrix_exponential(&mut self, input: Output) -> Result<Output>;
    /// Inverses of square matrices, or of their adjoints.
    fn matrix_inverse(&mut self, input: Output, adjoint: bool) -> Result<Output>;
    /// Principal logarithms of square matrices.
    fn matrix_logarithm(&mut self, input: Output) -> Result<Output>;
    /// Matrices with their diagonals replaced.
    fn matrix_set_diag(&mut self, input: Output, diagonal: Output) -> Result<Output>;
    /// Matrices with their diagonals k (one, or the lowest to the highest) replaced.
    fn matrix_set_diag_v2(&mut self, input: Output, diagonal: Output, k: Output) -> Result<Output>;
    /// MatrixSetDiagV2 where `align` says at which end of their rows diagonals above and below the main one stand.
    fn matrix_set_diag_v3(&mut self, input: Output, diagonal: Output, k: Output, align: &str) -> Result<Output>;
    /// Solves matrix x = rhs, or adjoint(matrix) x = rhs.
    fn matrix_solve(&mut self, matrix: Output, rhs: Output, adjoint: bool) -> Result<Output>;
    /// The x that minimises |matrix x - rhs|^2 + l2_regularizer |x|^2, from the normal equations if fast; otherwise the smallest of all solutions, without the regulariser.
    fn matrix_solve_ls(&mut self, matrix: Output, rhs: Output, l2_regularizer: Output, fast: bool) -> Result<Output>;
    /// Principal square roots of square matrices; NaN where a real matrix has negative eigenvalues.
    fn matrix_square_root(&mut self, input: Output) -> Result<Output>;
    /// Solves matrix x = rhs for lower or upper triangular matrices, of which only that triangle is read.
    fn matrix_triangular_solve(&mut self, matrix: Output, rhs: Output, lower: bool, adjoint: bool) -> Result<Output>;
    /// Largest element over axes; NaN if any is, the type's least value for no elements.
    fn max(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output>;
    /// The largest element of each window.
    fn max_pool(&mut self, input: Output, ksize: &[i64], strides: &[i64], padding: &str, explicit_paddings: &[i64], data_format: &str) -> Result<Output>;
    /// The largest element of each window; NaN never wins.
    fn max_pool3_d(&mut self, input: Output, ksize: &[i64], strides: &[i64], padding: &str, data_format: &str) -> Result<Output>;
    /// Gradient of MaxPool3D.
    fn max_pool3_d_grad(&mut self, orig_input: Output, orig_output: Output, grad: Output, ksize: &[i64], strides: &[i64], padding: &str, data_format: &str) -> Result<Output>;
    /// Gradient of MaxPool3DGrad: the element of grad where each maximum is first found.
    fn max_pool3_d_grad_grad(&mut self, orig_input: Output, orig_output: Output, grad: Output, ksize: &[i64], strides: &[i64], padding: &str, data_format: &str) -> Result<Output>;
    /// Gradient of MaxPool: what arrives at a maximum goes to the first element that equals it.
    fn max_pool_grad(&mut self, orig_input: Output, orig_output: Output, grad: Output, ksize: &[i64], strides: &[i64], padding: &str, explicit_paddings: &[i64], data_format: &str) -> Result<Output>;
    /// Gradient of MaxPoolGrad: the element of grad where each maximum is.
    fn max_pool_grad_grad(&mut self, orig_input: Output, orig_output: Output, grad: Output, ksize: &[i64], strides: &[i64], padding: &str, explicit_paddings: &[i64], data_format: &str) -> Result<Output>;
    /// Gradient of MaxPoolGradV2.
    fn max_pool_grad_grad_v2(&mut self, orig_input: Output, orig_output: Output, grad: Output, ksize: Output, strides: Output, padding: &str, data_format: &str) -> Result<Output>;
    /// Gradient of MaxPoolGradWithArgmax: the elements of grad at the given positions.
    fn max_pool_grad_grad_with_argmax(&mut self, input: Output, grad: Output, argmax: Output, ksize: &[i64], strides: &[i64], padding: &str, include_batch_in_index: bool) -> Result<Output>;
    /// Gradient of MaxPoolV2.
    fn max_pool_grad_v2(&mut self, orig_input: Output, orig_output: Output, grad: Output, ksize: Output, strides: Output, padding: &str, data_format: &str) -> Result<Output>;
    /// Gradient of MaxPoolWithArgmax: adds grad at the given positions.
    fn max_pool_grad_with_argmax(&mut self, input: Output, grad: Output, argmax: Output, ksize: &[i64], strides: &[i64], padding: &str, include_batch_in_index: bool) -> Result<Output>;
    /// MaxPool with the sizes and strides of the windows as operands.
    fn max_pool_v2(&mut self, input: Output, ksize: Output, strides: Output, padding: &str, data_format: &str) -> Result<Output>;
    /// The largest element of each window, and where it is: (row * width + column) * channels + channel, counted from the start of the image, or of the batch with include_batch_in_index.
    fn max_pool_with_argmax(&mut self, input: Output, ksize: &[i64], strides: &[i64], targmax: DType, padding: &str, include_batch_in_index: bool) -> Result<Outputs>;
    /// Returns the larger of x and y, with broadcasting; NaN if either is.
    fn maximum(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Mean of elements over axes; NaN for no elements.
    fn mean(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output>;
    /// Smallest element over axes; NaN if any is, the type's largest value for no elements.
    fn min(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output>;
    /// Returns the smaller of x and y, with broadcasting; NaN if either is.
    fn minimum(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Adds a border that mirrors the tensor; REFLECT leaves the edge out of the mirror image, SYMMETRIC repeats it.
    fn mirror_pad(&mut self, input: Output, paddings: Output, mode: &str) -> Result<Output>;
    /// Gradient of MirrorPad: adds the border to the elements it mirrors.
    fn mirror_pad_grad(&mut self, input: Output, paddings: Output, mode: &str) -> Result<Output>;
    /// Returns the remainder of x / y with the sign of x, with broadcasting.
    fn mod_(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns x * y element-wise, with broadcasting.
    fn mul(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns x * y, and 0 where y is zero even if x is infinite or NaN, with broadcasting.
    fn mul_no_nan(&mut self, x: Output, y: Output) -> Result<Output>;
    /// For each row of logits, classes drawn with probabilities softmax(logits).
    fn multinomial(&mut self, logits: Output, num_samples: Output, seed: i64, seed2: i64, output_dtype: DType) -> Result<Output>;
    /// Quantile of the standard normal distribution: the number below which the share x lies.
    fn ndtri(&mut self, x: Output) -> Result<Output>;
    /// Returns -x element-wise.
    fn neg(&mut self, x: Output) -> Result<Output>;
    /// Returns the number next to x1 in the direction of x2, with broadcasting.
    fn next_after(&mut self, x1: Output, x2: Output) -> Result<Output>;
    /// Does nothing; something to hang control dependencies on.
    fn no_op(&mut self) -> Result<Outputs>;
    /// Returns whether x != y element-wise, with broadcasting.
    fn not_equal(&mut self, x: Output, y: Output, incompatible_shape_error: bool) -> Result<Output>;
    /// The element at position n of each row of the last axis when sorted, from the largest on with reverse; NaN counts as larger than all.
    fn nth_element(&mut self, input: Output, n: Output, reverse: bool) -> Result<Output>;
    /// `on_value` at the positions in `indices` along a new axis, `off_value` elsewhere.
    fn one_hot(&mut self, indices: Output, depth: Output, on_value: Output, off_value: Output, axis: i64) -> Result<Output>;
    /// Ones in the shape of the input.
    fn ones_like(&mut self, x: Output) -> Result<Output>;
    /// Joins tensors of one shape along a new axis.
    fn pack(&mut self, values: &[Output], axis: i64) -> Result<Output>;
    /// Adds a border of zeros: paddings[i] gives the widths before and after axis i.
    fn pad(&mut self, input: Output, paddings: Output) -> Result<Output>;
    /// Adds a border of a given value.
    fn pad_v2(&mut self, input: Output, paddings: Output, constant_values: Output) -> Result<Output>;
    /// Joins tensors with one row each along the first axis, each as soon as it is there.
    fn parallel_concat(&mut self, values: &[Output], shape: &Shape) -> Result<Output>;
    /// DynamicStitch, under the name TensorFlow uses for indices that do not repeat.
    fn parallel_dynamic_stitch(&mut self, indices: &[Output], data: &[Output]) -> Result<Output>;
    /// A tensor that every run must feed.
    fn placeholder(&mut self, dtype: DType, shape: &Shape) -> Result<Output>;
    /// Placeholder, under a name that some old graphs use.
    fn placeholder_v2(&mut self, dtype: DType, shape: &Shape) -> Result<Output>;
    /// A tensor that a run may feed; otherwise it is the input.
    fn placeholder_with_default(&mut self, input: Output, shape: &Shape) -> Result<Output>;
    /// The derivative number a of Digamma at x.
    fn polygamma(&mut self, a: Output, x: Output) -> Result<Output>;
    /// Returns how many bits of x are set.
    fn population_count(&mut self, x: Output) -> Result<Output>;
    /// Returns x to the power y, with broadcasting.
    fn pow(&mut self, x: Output, y: Output) -> Result<Output>;
    /// The input; asking for a gradient through it is an error.
    fn prevent_gradient(&mut self, input: Output, message: &str) -> Result<Output>;
    /// The input; prints the first elements of data to the standard error stream.
    fn print(&mut self, input: Output, data: &[Output], message: &str, first_n: i64, summarize: i64) -> Result<Output>;
    /// Prints a string to a stream.
    fn print_v2(&mut self, input: Output, output_stream: &str, end: &str) -> Result<Outputs>;
    /// Product of elements over axes; 1 for no elements.
    fn prod(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output>;
    /// What the Python function of this token gives for the inputs.
    fn py_func(&mut self, input: &[Output], token: &str, tout: &[DType]) -> Result<Outputs>;
    /// As PyFunc, of a function whose results depend on the inputs alone: equal calls may be made once.
    fn py_func_stateless(&mut self, input: &[Output], token: &str, tout: &[DType]) -> Result<Outputs>;
    /// Decomposes matrices in the last two axes into q r, q with orthonormal columns and r upper triangular.
    fn qr(&mut self, input: Output, full_matrices: bool) -> Result<Outputs>;
    /// The first fft_length / 2 + 1 frequencies of the first fft_length real numbers along the last axis.
    fn rfft(&mut self, input: Output, fft_length: Output, tcomplex: DType) -> Result<Output>;
    /// RFFT over the last axis, then FFT over the one before it.
    fn rfft2_d(&mut self, input: Output, fft_length: Output, tcomplex: DType) -> Result<Output>;
    /// RFFT over the last axis, then FFT over the two before it.
    fn rfft3_d(&mut self, input: Output, fft_length: Output, tcomplex: DType) -> Result<Output>;
    /// Samples of gamma distributions with shapes alpha and scale 1: the given shape of samples for each alpha.
    fn random_gamma(&mut self, shape: Output, alpha: Output, seed: i64, seed2: i64) -> Result<Output>;
    /// The derivative of a sample of RandomGamma by the distribution's shape alpha.
    fn random_gamma_grad(&mut self, alpha: Output, sample: Output) -> Result<Output>;
    /// Samples of Poisson distributions: the given shape of samples for each rate.
    fn random_poisson_v2(&mut self, shape: Output, rate: Output, seed: i64, seed2: i64, dtype: DType) -> Result<Output>;
    /// The rows of value in random order.
    fn random_shuffle(&mut self, value: Output, seed: i64, seed2: i64) -> Result<Output>;
    /// Normally distributed numbers with mean 0 and standard deviation 1.
    fn random_standard_normal(&mut self, shape: Output, seed: i64, seed2: i64, dtype: DType) -> Result<Output>;
    /// Numbers spread evenly over [0, 1).
    fn random_uniform(&mut self, shape: Output, seed: i64, seed2: i64, dtype: DType) -> Result<Output>;
    /// Integers from minval up to, not including, maxval.
    fn random_uniform_int(&mut self, shape: Output, minval: Output, maxval: Output, seed: i64, seed2: i64) -> Result<Output>;
    /// Numbers from start up to, not including, limit, by delta.
    fn range(&mut self, start: Output, limit: Output, delta: Output) -> Result<Output>;
    /// Number of axes of a tensor.
    fn rank(&mut self, input: Output) -> Result<Output>;
    /// The variable's current value.
    fn read_variable_op(&mut self, resource: Output, dtype: DType) -> Result<Output>;
    /// The variable's value, or default where it has none yet.
    fn read_variable_or_op(&mut self, resource: Output, default: Output) -> Result<Output>;
    /// Returns the real part.
    fn real(&mut self, input: Output, tout: DType) -> Result<Output>;
    /// Returns x / y element-wise for real and complex numbers, with broadcasting.
    fn real_div(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns 1 / x element-wise.
    fn reciprocal(&mut self, x: Output) -> Result<Output>;
    /// Gradient of Reciprocal: -dy * y².
    fn reciprocal_grad(&mut self, y: Output, dy: Output) -> Result<Output>;
    /// Rectified linear: max(features, 0).
    fn relu(&mut self, features: Output) -> Result<Output>;
    /// Rectified linear with a ceiling: min(max(features, 0), 6).
    fn relu6(&mut self, features: Output) -> Result<Output>;
    /// Gradient of Relu6: gradients where 0 < features < 6, else 0.
    fn relu6_grad(&mut self, gradients: Output, features: Output) -> Result<Output>;
    /// Gradient of Relu: gradients where features > 0, else 0.
    fn relu_grad(&mut self, gradients: Output, features: Output) -> Result<Output>;
    /// The same elements under other sizes; one size may be -1.
    fn reshape(&mut self, tensor: Output, shape: Output) -> Result<Output>;
    /// m += (1 - beta1) * (grad - m); v = max(beta2 * v, |grad|); var -= lr / (1 - beta1_power) * m / (v + epsilon).
    fn resource_apply_ada_max(&mut self, var: Output, m: Output, v: Output, beta1_power: Output, lr: Output, beta1: Output, beta2: Output, epsilon: Output, grad: Output, use_locking: bool) -> Result<Outputs>;
    /// accum = rho * accum + (1 - rho) * grad²; update = sqrt(accum_update + epsilon) / sqrt(accum + epsilon) * grad; var -= lr * update; accum_update = rho * accum_update + (1 - rho) * update².
    fn resource_apply_adadelta(&mut self, var: Output, accum: Output, accum_update: Output, lr: Output, rho: Output, epsilon: Output, grad: Output, use_locking: bool) -> Result<Outputs>;
    /// accum += grad²; var -= lr * grad / sqrt(accum).
    fn resource_apply_adagrad(&mut self, var: Output, accum: Output, lr: Output, grad: Output, use_locking: bool, update_slots: bool) -> Result<Outputs>;
    /// Adagrad with dual averaging: var follows from the sums of all gradients and of their squares.
    fn resource_apply_adagrad_da(&mut self, var: Output, gradient_accumulator: Output, gradient_squared_accumulator: Output, grad: Output, lr: Output, l1: Output, l2: Output, global_step: Output, use_locking: bool) -> Result<Outputs>;
    /// accum += grad²; var -= lr * grad / (sqrt(accum) + epsilon).
    fn resource_apply_adagrad_v2(&mut self, var: Output, accum: Output, lr: Output, epsilon: Output, grad: Output, use_locking: bool, update_slots: bool) -> Result<Outputs>;
    /// alpha = lr * sqrt(1 - beta2_power) / (1 - beta1_power); m += (1 - beta1) * (grad - m); v += (1 - beta2) * (grad² - v); var -= alpha * m / (sqrt(v) + epsilon).
    fn resource_apply_adam(&mut self, var: Output, m: Output, v: Output, beta1_power: Output, beta2_power: Output, lr: Output, beta1: Output, beta2: Output, epsilon: Output, grad: Output, use_locking: bool, use_nesterov: bool) -> Result<Outputs>;
    /// m = beta * m + (1 - beta) * grad; var -= lr * (alpha + sign_decay * sign(grad) * sign(m)) * grad.
    fn resource_apply_add_sign(&mut self, var: Output, m: Output, lr: Output, alpha: Output, sign_decay: Output, beta: Output, grad: Output, use_locking: bool) -> Result<Outputs>;
    /// As ResourceApplyRMSProp, with the variance ms - mg² in place of ms, where mg is the mean of gradients.
    fn resource_apply_centered_rms_prop(&mut self, var: Output, mg: Output, ms: Output, mom: Output, lr: Output, rho: Output, momentum: Output, epsilon: Output, grad: Output, use_locking: bool) -> Result<Outputs>;
    /// Follow the regularized leader: accum += grad²; linear += grad - (accum_new^-lr_power - accum^-lr_power) / lr * var; var follows from linear, shrunk by l1 and l2.
    fn resource_apply_ftrl(&mut self, var: Output, accum: Output, linear: Output, grad: Output, lr: Output, l1: Output, l2: Output, lr_power: Output, use_locking: bool) -> Result<Outputs>;
    /// As ResourceApplyFtrl, with 2 * l2_shrinkage * var added to the gradient where linear is updated.
    fn resource_apply_ftrl_v2(&mut self, var: Output, accum: Output, linear: Output, grad: Output, lr: Output, l1: Output, l2: Output, l2_shrinkage: Output, lr_power: Output, use_locking: bool) -> Result<Outputs>;
    /// Subtracts alpha * delta from var.
    fn resource_apply_gradient_descent(&mut self, var: Output, alpha: Output, delta: Output, use_locking: bool) -> Result<Outputs>;
    /// accum = accum * momentum - lr * grad; var += accum.
    fn resource_apply_keras_momentum(&mut self, var: Output, accum: Output, lr: Output, grad: Output, momentum: Output, use_locking: bool, use_nesterov: bool) -> Result<Outputs>;
    /// accum = accum * momentum + grad; var -= lr * accum.
    fn resource_apply_momentum(&mut self, var: Output, accum: Output, lr: Output, grad: Output, momentum: Output, use_locking: bool, use_nesterov: bool) -> Result<Outputs>;
    /// m = beta * m + (1 - beta) * grad; var -= lr * exp(logbase * sign_decay * sign(grad) * sign(m)) * grad.
    fn resource_apply_power_sign(&mut self, var: Output, m: Output, lr: Output, logbase: Output, sign_decay: Output, beta: Output, grad: Output, use_locking: bool) -> Result<Outputs>;
    /// An Adagrad step, then shrinking by l1 and l2 (FOBOS).
    fn resource_apply_proximal_adagrad(&mut self, var: Output, accum: Output, lr: Output, l1: Output, l2: Output, grad: Output, use_locking: bool) -> Result<Outputs>;
    /// A gradient descent step, then shrinking by l1 and l2 (FOBOS).
    fn resource_apply_proximal_gradient_descent(&mut self, var: Output, alpha: Output, l1: Output, l2: Output, delta: Output, use_locking: bool) -> Result<Outputs>;
    /// ms = rho * ms + (1 - rho) * grad²; mom = momentum * mom + lr * grad / sqrt(ms + epsilon); var -= mom.
    fn resource_apply_rms_prop(&mut self, var: Output, ms: Output, mom: Output, lr: Output, rho: Output, momentum: Output, epsilon: Output, grad: Output, use_locking: bool) -> Result<Outputs>;
    /// Adds one to a scalar variable and returns the value before; fails once the limit is reached.
    fn resource_count_up_to(&mut self, resource: Output, limit: i64, t: DType) -> Result<Output>;
    /// Rows of the variable at the given indices, without a copy of the rest.
    fn resource_gather(&mut self, resource: Output, indices: Output, batch_dims: i64, validate_indices: bool, dtype: DType) -> Result<Output>;
    /// Adds updates to rows of the variable, one after the other.
    fn resource_scatter_add(&mut self, resource: Output, indices: Output, updates: Output) -> Result<Outputs>;
    /// Divides rows of the variable by updates, one after the other.
    fn resource_scatter_div(&mut self, resource: Output, indices: Output, updates: Output) -> Result<Outputs>;
    /// Makes rows of the variable the larger of themselves and updates.
    fn resource_scatter_max(&mut self, resource: Output, indices: Output, updates: Output) -> Result<Outputs>;
    /// Makes rows of the variable the smaller of themselves and updates.
    fn resource_scatter_min(&mut self, resource: Output, indices: Output, updates: Output) -> Result<Outputs>;
    /// Multiplies rows of the variable by updates, one after the other.
    fn resource_scatter_mul(&mut self, resource: Output, indices: Output, updates: Output) -> Result<Outputs>;
    /// Adds updates to slices of the variable, each addressed by the last axis of indices.
    fn resource_scatter_nd_add(&mut self, ref_: Output, indices: Output, updates: Output, use_locking: bool) -> Result<Outputs>;
    /// Subtracts updates from slices of the variable, each addressed by the last axis of indices.
    fn resource_scatter_nd_sub(&mut self, ref_: Output, indices: Output, updates: Output, use_locking: bool) -> Result<Outputs>;
    /// Sets slices of the variable, each addressed by the last axis of indices.
    fn resource_scatter_nd_update(&mut self, ref_: Output, indices: Output, updates: Output, use_locking: bool) -> Result<Outputs>;
    /// Subtracts updates from rows of the variable, one after the other.
    fn resource_scatter_sub(&mut self, resource: Output, indices: Output, updates: Output) -> Result<Outputs>;
    /// Sets rows of the variable.
    fn resource_scatter_update(&mut self, resource: Output, indices: Output, updates: Output) -> Result<Outputs>;
    /// ResourceApplyAdadelta for the rows of var named by indices.
    fn resource_sparse_apply_adadelta(&mut self, var: Output, accum: Output, accum_update: Output, lr: Output, rho: Output, epsilon: Output, grad: Output, indices: Output, use_locking: bool) -> Result<Outputs>;
    /// ResourceApplyAdagrad for the rows of var named by indices.
    fn resource_sparse_apply_adagrad(&mut self, var: Output, accum: Output, lr: Output, grad: Output, indices: Output, use_locking: bool, update_slots: bool) -> Result<Outputs>;
    /// ResourceApplyAdagradDA for the rows of var named by indices.
    fn resource_sparse_apply_adagrad_da(&mut self, var: Output, gradient_accumulator: Output, gradient_squared_accumulator: Output, grad: Output, indices: Output, lr: Output, l1: Output, l2: Output, global_step: Output, use_locking: bool) -> Result<Outputs>;
    /// ResourceApplyAdagradV2 for the rows of var named by indices.
    fn resource_sparse_apply_adagrad_v2(&mut self, var: Output, accum: Output, lr: Output, epsilon: Output, grad: Output, indices: Output, use_locking: bool, update_slots: bool) -> Result<Outputs>;
    /// ResourceApplyCenteredRMSProp for the rows of var named by indices.
    fn resource_sparse_apply_centered_rms_prop(&mut self, var: Output, mg: Output, ms: Output, mom: Output, lr: Output, rho: Output, momentum: Output, epsilon: Output, grad: Output, indices: Output, use_locking: bool) -> Result<Outputs>;
    /// ResourceApplyFtrl for the rows of var named by indices.
    fn resource_sparse_apply_ftrl(&mut self, var: Output, accum: Output, linear: Output, grad: Output, indices: Output, lr: Output, l1: Output, l2: Output, lr_power: Output, use_locking: bool) -> Result<Outputs>;
    /// ResourceApplyFtrlV2 for the rows of var named by indices.
    fn resource_sparse_apply_ftrl_v2(&mut self, var: Output, accum: Output, linear: Output, grad: Output, indices: Output, lr: Output, l1: Output, l2: Output, l2_shrinkage: Output, lr_power: Output, use_locking: bool) -> Result<Outputs>;
    /// ResourceApplyKerasMomentum for the rows of var named by indices.
    fn resource_sparse_apply_keras_momentum(&mut self, var: Output, accum: Output, lr: Output, grad: Output, indices: Output, momentum: Output, use_locking: bool, use_nesterov: bool) -> Result<Outputs>;
    /// ResourceApplyMomentum for the rows of var named by indices.
    fn resource_sparse_apply_momentum(&mut self, var: Output, accum: Output, lr: Output, grad: Output, indices: Output, momentum: Output, use_locking: bool, use_nesterov: bool) -> Result<Outputs>;
    /// ResourceApplyProximalAdagrad for the rows of var named by indices.
    fn resource_sparse_apply_proximal_adagrad(&mut self, var: Output, accum: Output, lr: Output, l1: Output, l2: Output, grad: Output, indices: Output, use_locking: bool) -> Result<Outputs>;
    /// ResourceApplyProximalGradientDescent for the rows of var named by indices.
    fn resource_sparse_apply_proximal_gradient_descent(&mut self, var: Output, alpha: Output, l1: Output, l2: Output, grad: Output, indices: Output, use_locking: bool) -> Result<Outputs>;
    /// ResourceApplyRMSProp for the rows of var named by indices.
    fn resource_sparse_apply_rms_prop(&mut self, var: Output, ms: Output, mom: Output, lr: Output, rho: Output, momentum: Output, epsilon: Output, grad: Output, indices: Output, use_locking: bool) -> Result<Outputs>;
    /// Puts value into a slice of a variable.
    fn resource_strided_slice_assign(&mut self, ref_: Output, begin: Output, end: Output, strides: Output, value: Output, begin_mask: i64, end_mask: i64, ellipsis_mask: i64, new_axis_mask: i64, shrink_axis_mask: i64) -> Result<Outputs>;
    /// The elements in opposite order along the axes whose flag is true.
    fn reverse(&mut self, tensor: Output, dims: Output) -> Result<Output>;
    /// The first seq_lengths[b] elements of each sequence in opposite order.
    fn reverse_sequence(&mut self, input: Output, seq_lengths: Output, seq_dim: i64, batch_dim: i64) -> Result<Output>;
    /// The elements in opposite order along the listed axes.
    fn reverse_v2(&mut self, tensor: Output, axis: Output) -> Result<Output>;
    /// Returns x with its bits moved down by y places, with broadcasting; signed types keep their sign.
    fn right_shift(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns the nearest integer element-wise; halves go to the even one.
    fn rint(&mut self, x: Output) -> Result<Output>;
    /// The elements moved on by `shift` along each axis; those that leave at one end come back at the other.
    fn roll(&mut self, input: Output, shift: Output, axis: Output) -> Result<Output>;
    /// Returns the nearest integer element-wise; halves go to the even one.
    fn round(&mut self, x: Output) -> Result<Output>;
    /// Returns 1 / sqrt(x) element-wise.
    fn rsqrt(&mut self, x: Output) -> Result<Output>;
    /// Gradient of Rsqrt: dy * -0.5 * y³.
    fn rsqrt_grad(&mut self, y: Output, dy: Output) -> Result<Output>;
    /// Zeros with updates added at the coordinates in the last axis of indices.
    fn scatter_nd(&mut self, indices: Output, updates: Output, shape: Output) -> Result<Output>;
    /// The input with updates added at the given coordinates.
    fn scatter_nd_non_aliasing_add(&mut self, input: Output, indices: Output, updates: Output) -> Result<Output>;
    /// Largest elements of each segment; segment_ids must be sorted.
    fn segment_max(&mut self, data: Output, segment_ids: Output) -> Result<Output>;
    /// Means of the rows of each segment; segment_ids must be sorted.
    fn segment_mean(&mut self, data: Output, segment_ids: Output) -> Result<Output>;
    /// Least elements of each segment; segment_ids must be sorted.
    fn segment_min(&mut self, data: Output, segment_ids: Output) -> Result<Output>;
    /// Products of the rows of each segment; segment_ids must be sorted.
    fn segment_prod(&mut self, data: Output, segment_ids: Output) -> Result<Output>;
    /// Sums of the rows of each segment; segment_ids must be sorted.
    fn segment_sum(&mut self, data: Output, segment_ids: Output) -> Result<Output>;
    /// Returns elements of t where the condition holds, else of e.
    fn select(&mut self, condition: Output, t: Output, e: Output) -> Result<Output>;
    /// Returns elements of t where the condition holds, else of e, with broadcasting of all three.
    fn select_v2(&mut self, condition: Output, t: Output, e: Output) -> Result<Output>;
    /// Eigenvalues in ascending order and eigenvectors (columns) of self-adjoint matrices, of which only the lower triangles are read; v is empty unless compute_v.
    fn self_adjoint_eig_v2(&mut self, input: Output, compute_v: bool) -> Result<Outputs>;
    /// Scaled exponential linear: scale * features where positive, else scale * alpha * (exp(features) - 1).
    fn selu(&mut self, features: Output) -> Result<Output>;
    /// Gradient of Selu, given its outputs: gradients * (outputs + scale * alpha) where outputs < 0, else gradients * scale.
    fn selu_grad(&mut self, gradients: Output, outputs: Output) -> Result<Output>;
    /// How many different elements each set in the last dimension of a sparse tensor has.
    fn set_size(&mut self, set_indices: Output, set_values: Output, set_shape: Output, validate_indices: bool) -> Result<Output>;
    /// Sizes of a tensor.
    fn shape(&mut self, input: Output, out_type: DType) -> Result<Output>;
    /// Sizes of each tensor.
    fn shape_n(&mut self, input: &[Output], out_type: DType) -> Result<Outputs>;
    /// Returns 1 / (1 + exp(-x)) element-wise, without overflow.
    fn sigmoid(&mut self, x: Output) -> Result<Output>;
    /// Gradient of Sigmoid: dy * y * (1 - y).
    fn sigmoid_grad(&mut self, y: Output, dy: Output) -> Result<Output>;
    /// Returns -1, 0 or 1 for the sign of x; x / |x| for complex numbers.
    fn sign(&mut self, x: Output) -> Result<Output>;
    /// Returns the sine of x in radians element-wise.
    fn sin(&mut self, x: Output) -> Result<Output>;
    /// Returns the hyperbolic sine element-wise.
    fn sinh(&mut self, x: Output) -> Result<Output>;
    /// Number of elements of a tensor.
    fn size(&mut self, input: Output, out_type: DType) -> Result<Output>;
    /// The part of a tensor that begins at `begin` and has sizes `size`; -1 reaches to the end.
    fn slice(&mut self, input: Output, begin: Output, size: Output) -> Result<Output>;
    /// The input, under a name of its own.
    fn snapshot(&mut self, input: Output) -> Result<Output>;
    /// Exponentials along the last axis, scaled to sum to 1.
    fn softmax(&mut self, logits: Output) -> Result<Output>;
    /// Cross entropy between softmax(features) and labels for each row, and its gradient with respect to the features.
    fn softmax_cross_entropy_with_logits(&mut self, features: Output, labels: Output) -> Result<Outputs>;
    /// Smooth rectifier: log(1 + exp(features)), without overflow.
    fn softplus(&mut self, features: Output) -> Result<Output>;
    /// Gradient of Softplus: gradients * sigmoid(features).
    fn softplus_grad(&mut self, gradients: Output, features: Output) -> Result<Output>;
    /// Returns features / (1 + |features|).
    fn softsign(&mut self, features: Output) -> Result<Output>;
    /// Gradient of Softsign: gradients / (1 + |features|)².
    fn softsign_grad(&mut self, gradients: Output, features: Output) -> Result<Output>;
    /// SpaceToBatchND with square blocks in axes 1 and 2.
    fn space_to_batch(&mut self, input: Output, paddings: Output, block_size: i64) -> Result<Output>;
    /// Cuts padded axes after the first into blocks; elements at one place of their blocks share a batch entry.
    fn space_to_batch_nd(&mut self, input: Output, block_shape: Output, paddings: Output) -> Result<Output>;
    /// Moves blocks of space into the channels: block_size * block_size times as many channels, row by row.
    fn space_to_depth(&mut self, input: Output, block_size: i64, data_format: &str) -> Result<Output>;
    /// The sum of two sparse tensors; where both have an element and the sum is smaller in size than thresh, it is left out.
    fn sparse_add(&mut self, a_indices: Output, a_values: Output, a_shape: Output, b_indices: Output, b_values: Output, b_shape: Output, thresh: Output) -> Result<Outputs>;
    /// The gradients of SparseAdd: for each value that of its sum, zero where the sum was left out.
    fn sparse_add_grad(&mut self, backprop_val_grad: Output, a_indices: Output, b_indices: Output, sum_indices: Output) -> Result<Outputs>;
    /// Sparse tensors of the same rank joined along a dimension; the result's places are in row-major order.
    fn sparse_concat(&mut self, indices: &[Output], values: &[Output], shapes: &[Output], concat_dim: i64) -> Result<Outputs>;
    /// The sparse values plus the elements of dense in their places, dense being broadcast to the sparse shape.
    fn sparse_dense_cwise_add(&mut self, sp_indices: Output, sp_values: Output, sp_shape: Output, dense: Output) -> Result<Output>;
    /// The sparse values over the elements of dense in their places, dense being broadcast to the sparse shape.
    fn sparse_dense_cwise_div(&mut self, sp_indices: Output, sp_values: Output, sp_shape: Output, dense: Output) -> Result<Output>;
    /// The sparse values times the elements of dense in their places, dense being broadcast to the sparse shape.
    fn sparse_dense_cwise_mul(&mut self, sp_indices: Output, sp_values: Output, sp_shape: Output, dense: Output) -> Result<Output>;
    /// A sparse tensor with one element, of the default value, put first into each row that has none.
    fn sparse_fill_empty_rows(&mut self, indices: Output, values: Output, dense_shape: Output, default_value: Output) -> Result<Outputs>;
    /// The gradient of SparseFillEmptyRows: gradients of the values, and the sum of those of the elements filled in.
    fn sparse_fill_empty_rows_grad(&mut self, reverse_index_map: Output, grad_values: Output) -> Result<Outputs>;
    /// The product of two dense matrices, perhaps of different types, summed in float32.
    fn sparse_mat_mul(&mut self, a: Output, b: Output, transpose_a: bool, transpose_b: bool, a_is_sparse: bool, b_is_sparse: bool) -> Result<Output>;
    /// Dense maxima of a sparse tensor's elements along dimensions; 0 where there are none.
    fn sparse_reduce_max(&mut self, input_indices: Output, input_values: Output, input_shape: Output, reduction_axes: Output, keep_dims: bool) -> Result<Output>;
    /// Maxima of a sparse tensor's elements along dimensions, as a sparse tensor with its places in order.
    fn sparse_reduce_max_sparse(&mut self, input_indices: Output, input_values: Output, input_shape: Output, reduction_axes: Output, keep_dims: bool) -> Result<Outputs>;
    /// Dense sums of a sparse tensor's elements along dimensions; 0 where there are none.
    fn sparse_reduce_sum(&mut self, input_indices: Output, input_values: Output, input_shape: Output, reduction_axes: Output, keep_dims: bool) -> Result<Output>;
    /// Sums of a sparse tensor's elements along dimensions, as a sparse tensor with its places in order.
    fn sparse_reduce_sum_sparse(&mut self, input_indices: Output, input_values: Output, input_shape: Output, reduction_axes: Output, keep_dims: bool) -> Result<Outputs>;
    /// The same sparse tensor with its places in row-major order; equal places keep their order.
    fn sparse_reorder(&mut self, input_indices: Output, input_values: Output, input_shape: Output) -> Result<Outputs>;
    /// Where the elements of a sparse tensor are in another shape of the same size, and that shape, in which one size may be given as -1.
    fn sparse_reshape(&mut self, input_indices: Output, input_shape: Output, new_shape: Output) -> Result<Outputs>;
    /// Means of the chosen rows of each segment; segment_ids must be sorted.
    fn sparse_segment_mean(&mut self, data: Output, indices: Output, segment_ids: Output) -> Result<Output>;
    /// Gradient of SparseSegmentMean for its data, which has output_dim0 rows.
    fn sparse_segment_mean_grad(&mut self, grad: Output, indices: Output, segment_ids: Output, output_dim0: Output) -> Result<Output>;
    /// SparseSegmentMean with a given number of segments; those without rows are zero.
    fn sparse_segment_mean_with_num_segments(&mut self, data: Output, indices: Output, segment_ids: Output, num_segments: Output) -> Result<Output>;
    /// Sums of the chosen rows of each segment, divided by the root of their number; segment_ids must be sorted.
    fn sparse_segment_sqrt_n(&mut self, data: Output, indices: Output, segment_ids: Output) -> Result<Output>;
    /// Gradient of SparseSegmentSqrtN for its data, which has output_dim0 rows.
    fn sparse_segment_sqrt_n_grad(&mut self, grad: Output, indices: Output, segment_ids: Output, output_dim0: Output) -> Result<Output>;
    /// SparseSegmentSqrtN with a given number of segments; those without rows are zero.
    fn sparse_segment_sqrt_n_with_num_segments(&mut self, data: Output, indices: Output, segment_ids: Output, num_segments: Output) -> Result<Output>;
    /// Sums of the chosen rows of each segment; segment_ids must be sorted.
    fn sparse_segment_sum(&mut self, data: Output, indices: Output, segment_ids: Output) -> Result<Output>;
    /// SparseSegmentSum with a given number of segments; those without rows are zero.
    fn sparse_segment_sum_with_num_segments(&mut self, data: Output, indices: Output, segment_ids: Output, num_segments: Output) -> Result<Output>;
    /// The part of a sparse tensor that begins at start and has at most the given size.
    fn sparse_slice(&mut self, indices: Output, values: Output, shape: Output, start: Output, size: Output) -> Result<Outputs>;
    /// The gradient of SparseSlice: gradients of the values taken, zero for the others.
    fn sparse_slice_grad(&mut self, backprop_val_grad: Output, input_indices: Output, input_start: Output, output_indices: Output) -> Result<Output>;
    /// Softmax of the elements in each row of the last dimension; the missing ones stay missing.
    fn sparse_softmax(&mut self, sp_indices: Output, sp_values: Output, sp_shape: Output) -> Result<Output>;
    /// Cross entropy of softmax(features) for the class of each row, and its gradient with respect to the features.
    fn sparse_softmax_cross_entropy_with_logits(&mut self, features: Output, labels: Output) -> Result<Outputs>;
    /// The greater of two sparse tensors' elements, a missing one being zero.
    fn sparse_sparse_maximum(&mut self, a_indices: Output, a_values: Output, a_shape: Output, b_indices: Output, b_values: Output, b_shape: Output) -> Result<Outputs>;
    /// The smaller of two sparse tensors' elements, a missing one being zero.
    fn sparse_sparse_minimum(&mut self, a_indices: Output, a_values: Output, a_shape: Output, b_indices: Output, b_values: Output, b_shape: Output) -> Result<Outputs>;
    /// A sparse tensor cut into parts along a dimension; the first parts are longer by one where sizes do not divide.
    fn sparse_split(&mut self, split_dim: Output, indices: Output, values: Output, shape: Output, num_split: i64) -> Result<Outputs>;
    /// The sum of a sparse tensor and a dense one of the same shape; dense.
    fn sparse_tensor_dense_add(&mut self, a_indices: Output, a_values: Output, a_shape: Output, b: Output) -> Result<Output>;
    /// The product of a sparse matrix and a dense one, of either of which the adjoint may be taken.
    fn sparse_tensor_dense_mat_mul(&mut self, a_indices: Output, a_values: Output, a_shape: Output, b: Output, adjoint_a: bool, adjoint_b: bool) -> Result<Output>;
    /// A tensor of the default value with the sparse values in their places.
    fn sparse_to_dense(&mut self, sparse_indices: Output, output_shape: Output, sparse_values: Output, default_value: Output, validate_indices: bool) -> Result<Output>;
    /// The difference, intersection or union of the sets in the last dimension of two sparse tensors, as a sparse tensor whose sets are in rising order.
    fn sparse_to_sparse_set_operation(&mut self, set1_indices: Output, set1_values: Output, set1_shape: Output, set2_indices: Output, set2_values: Output, set2_shape: Output, set_operation: &str, validate_indices: bool) -> Result<Outputs>;
    /// Splits a tensor into equal parts along an axis.
    fn split(&mut self, split_dim: Output, value: Output, num_split: i64) -> Result<Outputs>;
    /// Splits a tensor into parts of given sizes along an axis; one size may be -1.
    fn split_v(&mut self, value: Output, size_splits: Output, split_dim: Output, num_split: i64) -> Result<Outputs>;
    /// Returns the square root element-wise; NaN for negative numbers.
    fn sqrt(&mut self, x: Output) -> Result<Output>;
    /// Gradient of Sqrt: dy * 0.5 / y.
    fn sqrt_grad(&mut self, y: Output, dy: Output) -> Result<Output>;
    /// Returns x * x element-wise.
    fn square(&mut self, x: Output) -> Result<Output>;
    /// Returns (x - y)² element-wise, with broadcasting; (x - y) times its conjugate for complex numbers.
    fn squared_difference(&mut self, x: Output, y: Output) -> Result<Output>;
    /// The same elements without axes of size one: those listed, or all.
    fn squeeze(&mut self, input: Output, squeeze_dims: &[i64]) -> Result<Output>;
    /// The results of one of two sub-graphs without effects.
    fn stateless_if(&mut self, cond: Output, input: &[Output], tout: &[DType], then_branch: &str, else_branch: &str, output_shapes: &[Shape]) -> Result<Outputs>;
    /// For each row of logits, classes drawn with probabilities softmax(logits), a function of the operands.
    fn stateless_multinomial(&mut self, logits: Output, num_samples: Output, seed: Output, output_dtype: DType) -> Result<Output>;
    /// Normally distributed numbers with mean 0 and standard deviation 1, a function of shape and seed.
    fn stateless_random_normal(&mut self, shape: Output, seed: Output, dtype: DType) -> Result<Output>;
    /// Numbers spread evenly over [0, 1), a function of shape and seed.
    fn stateless_random_uniform(&mut self, shape: Output, seed: Output, dtype: DType) -> Result<Output>;
    /// Integers from minval up to, not including, maxval, a function of the operands.
    fn stateless_random_uniform_int(&mut self, shape: Output, seed: Output, minval: Output, maxval: Output) -> Result<Output>;
    /// Normally distributed numbers, drawn again where beyond 2, a function of shape and seed.
    fn stateless_truncated_normal(&mut self, shape: Output, seed: Output, dtype: DType) -> Result<Output>;
    /// Runs a sub-graph without effects as long as another one says so.
    fn stateless_while(&mut self, input: &[Output], cond: &str, body: &str, output_shapes: &[Shape], parallel_iterations: i64) -> Result<Outputs>;
    /// The input; gradients treat it as a constant.
    fn stop_gradient(&mut self, input: Output) -> Result<Output>;
    /// Python's slice of a tensor, with masks for its special forms.
    fn strided_slice(&mut self, input: Output, begin: Output, end: Output, strides: Output, begin_mask: i64, end_mask: i64, ellipsis_mask: i64, new_axis_mask: i64, shrink_axis_mask: i64) -> Result<Output>;
    /// Gradient of StridedSlice: zeros of the given shape with dy in the place of the slice.
    fn strided_slice_grad(&mut self, shape: Output, begin: Output, end: Output, strides: Output, dy: Output, begin_mask: i64, end_mask: i64, ellipsis_mask: i64, new_axis_mask: i64, shrink_axis_mask: i64) -> Result<Output>;
    /// The template with the inputs in place of its placeholders, each by its first and last elements.
    fn string_format(&mut self, inputs: &[Output], template: &str, placeholder: &str, summarize: i64) -> Result<Output>;
    /// Returns x - y element-wise, with broadcasting.
    fn sub(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Sum of elements over axes.
    fn sum(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output>;
    /// Singular values s in descending order, and u, v of matrices u diag(s) v^H; u and v are empty unless compute_uv, and square if full_matrices.
    fn svd(&mut self, input: Output, compute_uv: bool, full_matrices: bool) -> Result<Outputs>;
    /// Returns the tangent of x in radians element-wise.
    fn tan(&mut self, x: Output) -> Result<Output>;
    /// Returns the hyperbolic tangent element-wise.
    fn tanh(&mut self, x: Output) -> Result<Output>;
    /// Gradient of Tanh: dy * (1 - y²).
    fn tanh_grad(&mut self, y: Output, dy: Output) -> Result<Output>;
    /// The tensor with updates added at the given coordinates.
    fn tensor_scatter_add(&mut self, tensor: Output, indices: Output, updates: Output) -> Result<Output>;
    /// The tensor with updates subtracted at the given coordinates.
    fn tensor_scatter_sub(&mut self, tensor: Output, indices: Output, updates: Output) -> Result<Output>;
    /// The tensor with updates in the place of the slices at the given coordinates; of equal ones the last counts.
    fn tensor_scatter_update(&mut self, tensor: Output, indices: Output, updates: Output) -> Result<Output>;
    /// The input with value in the place of a slice.
    fn tensor_strided_slice_update(&mut self, input: Output, begin: Output, end: Output, strides: Output, value: Output, begin_mask: i64, end_mask: i64, ellipsis_mask: i64, new_axis_mask: i64, shrink_axis_mask: i64) -> Result<Output>;
    /// The same as LearnedUnigramCandidateSampler, and just as safe.
    fn thread_unsafe_unigram_candidate_sampler(&mut self, true_classes: Output, num_true: i64, num_sampled: i64, unique: bool, range_max: i64, seed: i64, seed2: i64) -> Result<Outputs>;
    /// Repeats a tensor a number of times along each axis.
    fn tile(&mut self, input: Output, multiples: Output) -> Result<Output>;
    /// Seconds since the start of 1970, at the time when it runs.
    fn timestamp(&mut self) -> Result<Output>;
    /// The k largest elements of the last axis and their positions, largest first; equals in order of position, NaN last.
    fn top_k(&mut self, input: Output, k: i64, sorted: bool) -> Result<Outputs>;
    /// The k largest elements of the last axis and their positions, largest first; equals in order of position, NaN last.
    fn top_kv2(&mut self, input: Output, k: Output, sorted: bool) -> Result<Outputs>;
    /// Axes in another order: axis i of the result is axis perm[i] of x.
    fn transpose(&mut self, x: Output, perm: Output) -> Result<Output>;
    /// Products of tridiagonal matrices, given by their diagonals, with others.
    fn tridiagonal_mat_mul(&mut self, superdiag: Output, maindiag: Output, subdiag: Output, rhs: Output) -> Result<Output>;
    /// Solves systems with tridiagonal matrices, given by superdiagonal, diagonal and subdiagonal.
    fn tridiagonal_solve(&mut self, diagonals: Output, rhs: Output, partial_pivoting: bool) -> Result<Output>;
    /// Returns x / y rounded towards zero, with broadcasting.
    fn truncate_div(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns the remainder of x / y with the sign of x, with broadcasting.
    fn truncate_mod(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Normally distributed numbers with mean 0 and standard deviation 1, drawn again where beyond 2.
    fn truncated_normal(&mut self, shape: Output, seed: i64, seed2: i64, dtype: DType) -> Result<Output>;
    /// Classes drawn evenly from [0, range_max), all different if unique; beside them the expected counts of the true classes and of the samples in such a draw.
    fn uniform_candidate_sampler(&mut self, true_classes: Output, num_true: i64, num_sampled: i64, unique: bool, range_max: i64, seed: i64, seed2: i64) -> Result<Outputs>;
    /// The distinct elements of a vector in order of appearance, and the place of each element among them.
    fn unique(&mut self, x: Output, out_idx: DType) -> Result<Outputs>;
    /// The distinct slices along an axis in order of appearance, and the place of each slice among them; with an empty axis the elements of a vector.
    fn unique_v2(&mut self, x: Output, axis: Output, out_idx: DType) -> Result<Outputs>;
    /// Unique, and how often each distinct element appears.
    fn unique_with_counts(&mut self, x: Output, out_idx: DType) -> Result<Outputs>;
    /// UniqueV2, and how often each distinct slice appears.
    fn unique_with_counts_v2(&mut self, x: Output, axis: Output, out_idx: DType) -> Result<Outputs>;
    /// Takes a tensor apart along an axis, which is dropped.
    fn unpack(&mut self, value: Output, num: i64, axis: i64) -> Result<Outputs>;
    /// Coordinates, one row per axis, of positions in a row-major tensor with sizes dims.
    fn unravel_index(&mut self, indices: Output, dims: Output) -> Result<Output>;
    /// Largest elements of each segment; the type's lowest number for a segment without rows.
    fn unsorted_segment_max(&mut self, data: Output, segment_ids: Output, num_segments: Output) -> Result<Output>;
    /// Least elements of each segment; the type's largest number for a segment without rows.
    fn unsorted_segment_min(&mut self, data: Output, segment_ids: Output, num_segments: Output) -> Result<Output>;
    /// Products of the rows of each segment; rows with a negative number are left out.
    fn unsorted_segment_prod(&mut self, data: Output, segment_ids: Output, num_segments: Output) -> Result<Output>;
    /// Sums of the rows of each segment; rows with a negative number are left out.
    fn unsorted_segment_sum(&mut self, data: Output, segment_ids: Output, num_segments: Output) -> Result<Output>;
    /// For each value the number of elements of its row of sorted_inputs that are not larger.
    fn upper_bound(&mut self, sorted_inputs: Output, values: Output, out_type: DType) -> Result<Output>;
    /// Handle of a variable of the session.
    fn var_handle_op(&mut self, container: &str, shared_name: &str, dtype: DType, shape: &Shape) -> Result<Output>;
    /// True once the variable has a value.
    fn var_is_initialized_op(&mut self, resource: Output) -> Result<Output>;
    /// The sizes of the variable's current value.
    fn variable_shape(&mut self, input: Output, out_type: DType) -> Result<Output>;
    /// Coordinates of the elements that are true (not zero), in row-major order.
    fn where_(&mut self, input: Output) -> Result<Output>;
    /// Runs a sub-graph as long as another one says so.
    fn while_(&mut self, input: &[Output], cond: &str, body: &str, output_shapes: &[Shape], parallel_iterations: i64) -> Result<Outputs>;
    /// Returns x / y, and 0 where x is zero even if y is, with broadcasting.
    fn xdivy(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns x * log(y), and 0 where x is zero even if y is, with broadcasting.
    fn xlogy(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Zeros in the shape of the input.
    fn zeros_like(&mut self, x: Output) -> Result<Output>;
    /// Hurwitz zeta function: the sum of (q + k)^-x over k >= 0.
    fn zeta(&mut self, x: Output, q: Output) -> Result<Output>;
    /// Adds patches back into images of the given shape.
    fn add_patches(&mut self, patches: Output, shape: Output, ksizes: &[i64], strides: &[i64], rates: &[i64], padding: &str) -> Result<Output>;
    /// Internal: the formula of the op whose name this extends.
    fn apply_ada_max_step(&mut self, var: Output, m: Output, v: Output, rate: Output, beta1: Output, beta2: Output, epsilon: Output, grad: Output) -> Result<Outputs>;
    /// Internal: the formula of the op whose name this extends.
    fn apply_adadelta_step(&mut self, var: Output, accum: Output, accum_update: Output, lr: Output, rho: Output, epsilon: Output, grad: Output) -> Result<Outputs>;
    /// Internal: the formula of the op whose name this extends.
    fn apply_adagrad_da_step(&mut self, var: Output, sum: Output, squares: Output, grad: Output, lr: Output, l1: Output, l2: Output, steps: Output) -> Result<Outputs>;
    /// Internal: the formula of the op whose name this extends.
    fn apply_adagrad_step(&mut self, var: Output, accum: Output, lr: Output, grad: Output, update_slots: bool) -> Result<Outputs>;
    /// Internal: the formula of the op whose name this extends.
    fn apply_adagrad_v2_step(&mut self, var: Output, accum: Output, lr: Output, epsilon: Output, grad: Output, update_slots: bool) -> Result<Outputs>;
    /// Internal: the formula of the op whose name this extends.
    fn apply_adam_step(&mut self, var: Output, m: Output, v: Output, alpha: Output, beta1: Output, beta2: Output, epsilon: Output, grad: Output, use_nesterov: bool) -> Result<Outputs>;
    /// Internal: the formula of the op whose name this extends.
    fn apply_add_sign_step(&mut self, var: Output, m: Output, lr: Output, alpha: Output, sign_decay: Output, beta: Output, grad: Output) -> Result<Outputs>;
    /// Internal: the formula of the op whose name this extends.
    fn apply_centered_rms_prop_step(&mut self, var: Output, mg: Output, ms: Output, mom: Output, lr: Output, rho: Output, momentum: Output, epsilon: Output, grad: Output) -> Result<Outputs>;
    /// Internal: the formula of the op whose name this extends.
    fn apply_ftrl_step(&mut self, var: Output, accum: Output, linear: Output, grad: Output, lr: Output, l1: Output, l2: Output, l2_shrinkage: Output, lr_power: Output, square_root: bool) -> Result<Outputs>;
    /// Internal: the formula of the op whose name this extends.
    fn apply_gradient_descent_step(&mut self, var: Output, alpha: Output, delta: Output) -> Result<Output>;
    /// Internal: the formula of the op whose name this extends.
    fn apply_keras_momentum_step(&mut self, var: Output, accum: Output, lr: Output, grad: Output, momentum: Output, use_nesterov: bool) -> Result<Outputs>;
    /// Internal: the formula of the op whose name this extends.
    fn apply_momentum_step(&mut self, var: Output, accum: Output, lr: Output, grad: Output, momentum: Output, use_nesterov: bool) -> Result<Outputs>;
    /// Internal: the formula of the op whose name this extends.
    fn apply_power_sign_step(&mut self, var: Output, m: Output, lr: Output, logbase: Output, sign_decay: Output, beta: Output, grad: Output) -> Result<Outputs>;
    /// Internal: the formula of the op whose name this extends.
    fn apply_proximal_adagrad_step(&mut self, var: Output, accum: Output, lr: Output, l1: Output, l2: Output, grad: Output) -> Result<Outputs>;
    /// Internal: the formula of the op whose name this extends.
    fn apply_proximal_gradient_descent_step(&mut self, var: Output, alpha: Output, l1: Output, l2: Output, delta: Output) -> Result<Output>;
    /// Internal: the formula of the op whose name this extends.
    fn apply_rms_prop_step(&mut self, var: Output, ms: Output, mom: Output, lr: Output, rho: Output, momentum: Output, epsilon: Output, grad: Output) -> Result<Outputs>;
    /// As CTCLoss, with labels in the rows of a matrix and any class as the blank; a sequence may have no labels, and one with too many for its steps has an infinite loss.
    fn ctc_loss_dense(&mut self, inputs: Output, labels: Output, label_length: Output, sequence_length: Output, blank_index: i64) -> Result<Outputs>;
    /// Mean and variance of each channel.
    fn channel_moments(&mut self, x: Output, channels_first: bool, u: DType) -> Result<Outputs>;
    /// Sums per channel of dy, and of dy times x less its mean.
    fn channel_products(&mut self, dy: Output, x: Output, mean: Output, channels_first: bool) -> Result<Outputs>;
    /// Labels, if all are at least 0 and below the limit.
    fn check_labels(&mut self, labels: Output, limit: i64) -> Result<Output>;
    /// A convolution over one to three axes of space with channels last, whose result has the given sizes.
    fn convolve(&mut self, input: Output, filter: Output, strides: &[i64], dilations: &[i64], before: &[i64], sizes: &[i64]) -> Result<Output>;
    /// The gradient of a convolution with respect to its filter of the given sizes.
    fn convolve_filter(&mut self, input: Output, out_backprop: Output, strides: &[i64], dilations: &[i64], before: &[i64], sizes: &[i64]) -> Result<Output>;
    /// The gradient of a convolution with respect to its input of the given sizes.
    fn convolve_input(&mut self, filter: Output, out_backprop: Output, strides: &[i64], dilations: &[i64], before: &[i64], sizes: &[i64]) -> Result<Output>;
    /// A depthwise convolution with channels last, whose result has the given sizes.
    fn depthwise_convolve(&mut self, input: Output, filter: Output, strides: &[i64], dilations: &[i64], before: &[i64], sizes: &[i64]) -> Result<Output>;
    /// The gradient of a depthwise convolution with respect to its filter of the given sizes.
    fn depthwise_convolve_filter(&mut self, input: Output, out_backprop: Output, strides: &[i64], dilations: &[i64], before: &[i64], sizes: &[i64]) -> Result<Output>;
    /// The gradient of a depthwise convolution with respect to its input of the given sizes.
    fn depthwise_convolve_input(&mut self, filter: Output, out_backprop: Output, strides: &[i64], dilations: &[i64], before: &[i64], sizes: &[i64]) -> Result<Output>;
    /// A slice whose begin is read in the run.
    fn dynamic_slice(&mut self, input: Output, begin: Output, size: Output, dims: &[i64]) -> Result<Output>;
    /// A strided slice whose begin is read in the run.
    fn dynamic_strided_slice(&mut self, input: Output, begin: Output, end: Output, strides: Output, begin_mask: i64, end_mask: i64, ellipsis_mask: i64, new_axis_mask: i64, shrink_axis_mask: i64, dims: &[i64]) -> Result<Output>;
    /// Whether each column is the row's label, which is in a matrix of one column.
    fn is_label(&mut self, labels: Output, depth: i64) -> Result<Output>;
    /// Sums over the elements of the last axis that are at most radius away.
    fn neighbour_sums(&mut self, input: Output, radius: i64) -> Result<Output>;
    /// MatrixSetDiag with the diagonal broadcast over rows or columns.
    fn on_diagonal(&mut self, input: Output, diagonal: Output) -> Result<Output>;
    /// OneHot with the new axis already in the indices, with size one.
    fn one_hot_at(&mut self, indices: Output, on_value: Output, off_value: Output, axis: i64, depth: i64) -> Result<Output>;
    /// For each element the product of all others along an axis, without division.
    fn prod_of_others(&mut self, x: Output, axis: i64) -> Result<Output>;
    /// A slice whose ranges are known.
    fn slice_view(&mut self, input: Output, begin: &[i64], strides: &[i64], sizes: &[i64], dims: &[i64]) -> Result<Output>;
}

impl Ops for Builder<'_> {
    fn abs(&mut self, x: Output) -> Result<Output> {
        self.op1("Abs", &[x.into()], &[])
    }
    fn acos(&mut self, x: Output) -> Result<Output> {
        self.op1("Acos", &[x.into()], &[])
    }
    fn acosh(&mut self, x: Output) -> Result<Output> {
        self.op1("Acosh", &[x.into()], &[])
    }
    fn add(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Add", &[x.into(), y.into()], &[])
    }
    fn add_n(&mut self, inputs: &[Output]) -> Result<Output> {
        self.op1("AddN", &[inputs.into()], &[])
    }
    fn add_v2(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("AddV2", &[x.into(), y.into()], &[])
    }
    fn all(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output> {
        self.op1("All", &[input.into(), reduction_indices.into()], &[("keep_dims", keep_dims.into_attr())])
    }
    fn all_candidate_sampler(&mut self, true_classes: Output, num_true: i64, num_sampled: i64, unique: bool, seed: i64, seed2: i64) -> Result<Outputs> {
        self.op("AllCandidateSampler", &[true_classes.into()], &[("num_true", num_true.into_attr()), ("num_sampled", num_sampled.into_attr()), ("unique", unique.into_attr()), ("seed", seed.into_attr()), ("seed2", seed2.into_attr())])
    }
    fn angle(&mut self, input: Output, tout: DType) -> Result<Output> {
        self.op1("Angle", &[input.into()], &[("Tout", tout.into_attr())])
    }
    fn any(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output> {
        self.op1("Any", &[input.into(), reduction_indices.into()], &[("keep_dims", keep_dims.into_attr())])
    }
    fn approximate_equal(&mut self, x: Output, y: Output, tolerance: f32) -> Result<Output> {
        self.op1("ApproximateEqual", &[x.into(), y.into()], &[("tolerance", tolerance.into_attr())])
    }
    fn arg_max(&mut self, input: Output, dimension: Output, output_type: DType) -> Result<Output> {
        self.op1("ArgMax", &[input.into(), dimension.into()], &[("output_type", output_type.into_attr())])
    }
    fn arg_min(&mut self, input: Output, dimension: Output, output_type: DType) -> Result<Output> {
        self.op1("ArgMin", &[input.into(), dimension.into()], &[("output_type", output_type.into_attr())])
    }
    fn asin(&mut self, x: Output) -> Result<Output> {
        self.op1("Asin", &[x.into()], &[])
    }
    fn asinh(&mut self, x: Output) -> Result<Output> {
        self.op1("Asinh", &[x.into()], &[])
    }
    fn assert(&mut self, condition: Output, data: &[Output], summarize: i64) -> Result<Outputs> {
        self.op("Assert", &[condition.into(), data.into()], &[("summarize", summarize.into_attr())])
    }
    fn assign_add_variable_op(&mut self, resource: Output, value: Output) -> Result<Outputs> {
        self.op("AssignAddVariableOp", &[resource.into(), value.into()], &[])
    }
    fn assign_sub_variable_op(&mut self, resource: Output, value: Output) -> Result<Outputs> {
        self.op("AssignSubVariableOp", &[resource.into(), value.into()], &[])
    }
    fn assign_variable_op(&mut self, resource: Output, value: Output, validate_shape: bool) -> Result<Outputs> {
        self.op("AssignVariableOp", &[resource.into(), value.into()], &[("validate_shape", validate_shape.into_attr())])
    }
    fn atan(&mut self, x: Output) -> Result<Output> {
        self.op1("Atan", &[x.into()], &[])
    }
    fn atan2(&mut self, y: Output, x: Output) -> Result<Output> {
        self.op1("Atan2", &[y.into(), x.into()], &[])
    }
    fn atanh(&mut self, x: Output) -> Result<Output> {
        self.op1("Atanh", &[x.into()], &[])
    }
    fn avg_pool(&mut self, value: Output, ksize: &[i64], strides: &[i64], padding: &str, data_format: &str) -> Result<Output> {
        self.op1("AvgPool", &[value.into()], &[("ksize", ksize.into_attr()), ("strides", strides.into_attr()), ("padding", padding.into_attr()), ("data_format", data_format.into_attr())])
    }
    fn avg_pool3_d(&mut self, input: Output, ksize: &[i64], strides: &[i64], padding: &str, data_format: &str) -> Result<Output> {
        self.op1("AvgPool3D", &[input.into()], &[("ksize", ksize.into_attr()), ("strides", strides.into_attr()), ("padding", padding.into_attr()), ("data_format", data_format.into_attr())])
    }
    fn avg_pool3_d_grad(&mut self, orig_input_shape: Output, grad: Output, ksize: &[i64], strides: &[i64], padding: &str, data_format: &str) -> Result<Output> {
        self.op1("AvgPool3DGrad", &[orig_input_shape.into(), grad.into()], &[("ksize", ksize.into_attr()), ("strides", strides.into_attr()), ("padding", padding.into_attr()), ("data_format", data_format.into_attr())])
    }
    fn avg_pool_grad(&mut self, orig_input_shape: Output, grad: Output, ksize: &[i64], strides: &[i64], padding: &str, data_format: &str) -> Result<Output> {
        self.op1("AvgPoolGrad", &[orig_input_shape.into(), grad.into()], &[("ksize", ksize.into_attr()), ("strides", strides.into_attr()), ("padding", padding.into_attr()), ("data_format", data_format.into_attr())])
    }
    fn batch_cholesky(&mut self, input: Output) -> Result<Output> {
        self.op1("BatchCholesky", &[input.into()], &[])
    }
    fn batch_cholesky_grad(&mut self, l: Output, grad: Output) -> Result<Output> {
        self.op1("BatchCholeskyGrad", &[l.into(), grad.into()], &[])
    }
    fn batch_mat_mul(&mut self, x: Output, y: Output, adj_x: bool, adj_y: bool) -> Result<Output> {
        self.op1("BatchMatMul", &[x.into(), y.into()], &[("adj_x", adj_x.into_attr()), ("adj_y", adj_y.into_attr())])
    }
    fn batch_mat_mul_v2(&mut self, x: Output, y: Output, adj_x: bool, adj_y: bool) -> Result<Output> {
        self.op1("BatchMatMulV2", &[x.into(), y.into()], &[("adj_x", adj_x.into_attr()), ("adj_y", adj_y.into_attr())])
    }
    fn batch_matrix_determinant(&mut self, input: Output) -> Result<Output> {
        self.op1("BatchMatrixDeterminant", &[input.into()], &[])
    }
    fn batch_matrix_inverse(&mut self, input: Output, adjoint: bool) -> Result<Output> {
        self.op1("BatchMatrixInverse", &[input.into()], &[("adjoint", adjoint.into_attr())])
    }
    fn batch_matrix_solve(&mut self, matrix: Output, rhs: Output, adjoint: bool) -> Result<Output> {
        self.op1("BatchMatrixSolve", &[matrix.into(), rhs.into()], &[("adjoint", adjoint.into_attr())])
    }
    fn batch_matrix_solve_ls(&mut self, matrix: Output, rhs: Output, l2_regularizer: Output, fast: bool) -> Result<Output> {
        self.op1("BatchMatrixSolveLs", &[matrix.into(), rhs.into(), l2_regularizer.into()], &[("fast", fast.into_attr())])
    }
    fn batch_matrix_triangular_solve(&mut self, matrix: Output, rhs: Output, lower: bool, adjoint: bool) -> Result<Output> {
        self.op1("BatchMatrixTriangularSolve", &[matrix.into(), rhs.into()], &[("lower", lower.into_attr()), ("adjoint", adjoint.into_attr())])
    }
    fn batch_norm_with_global_normalization(&mut self, t: Output, m: Output, v: Output, beta: Output, gamma: Output, variance_epsilon: f32, scale_after_normalization: bool) -> Result<Output> {
        self.op1("BatchNormWithGlobalNormalization", &[t.into(), m.into(), v.into(), beta.into(), gamma.into()], &[("variance_epsilon", variance_epsilon.into_attr()), ("scale_after_normalization", scale_after_normalization.into_attr())])
    }
    fn batch_norm_with_global_normalization_grad(&mut self, t: Output, m: Output, v: Output, gamma: Output, backprop: Output, variance_epsilon: f32, scale_after_normalization: bool) -> Result<Outputs> {
        self.op("BatchNormWithGlobalNormalizationGrad", &[t.into(), m.into(), v.into(), gamma.into(), backprop.into()], &[("variance_epsilon", variance_epsilon.into_attr()), ("scale_after_normalization", scale_after_normalization.into_attr())])
    }
    fn batch_self_adjoint_eig_v2(&mut self, input: Output, compute_v: bool) -> Result<Outputs> {
        self.op("BatchSelfAdjointEigV2", &[input.into()], &[("compute_v", compute_v.into_attr())])
    }
    fn batch_svd(&mut self, input: Output, compute_uv: bool, full_matrices: bool) -> Result<Outputs> {
        self.op("BatchSvd", &[input.into()], &[("compute_uv", compute_uv.into_attr()), ("full_matrices", full_matrices.into_attr())])
    }
    fn batch_to_space(&mut self, input: Output, crops: Output, block_size: i64) -> Result<Output> {
        self.op1("BatchToSpace", &[input.into(), crops.into()], &[("block_size", block_size.into_attr())])
    }
    fn batch_to_space_nd(&mut self, input: Output, block_shape: Output, crops: Output) -> Result<Output> {
        self.op1("BatchToSpaceND", &[input.into(), block_shape.into(), crops.into()], &[])
    }
    fn bessel_i0e(&mut self, x: Output) -> Result<Output> {
        self.op1("BesselI0e", &[x.into()], &[])
    }
    fn bessel_i1e(&mut self, x: Output) -> Result<Output> {
        self.op1("BesselI1e", &[x.into()], &[])
    }
    fn betainc(&mut self, a: Output, b: Output, x: Output) -> Result<Output> {
        self.op1("Betainc", &[a.into(), b.into(), x.into()], &[])
    }
    fn bias_add(&mut self, value: Output, bias: Output, data_format: &str) -> Result<Output> {
        self.op1("BiasAdd", &[value.into(), bias.into()], &[("data_format", data_format.into_attr())])
    }
    fn bias_add_grad(&mut self, out_backprop: Output, data_format: &str) -> Result<Output> {
        self.op1("BiasAddGrad", &[out_backprop.into()], &[("data_format", data_format.into_attr())])
    }
    fn bincount(&mut self, arr: Output, size: Output, weights: Output) -> Result<Output> {
        self.op1("Bincount", &[arr.into(), size.into(), weights.into()], &[])
    }
    fn bitcast(&mut self, input: Output, type_: DType) -> Result<Output> {
        self.op1("Bitcast", &[input.into()], &[("type", type_.into_attr())])
    }
    fn bitwise_and(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("BitwiseAnd", &[x.into(), y.into()], &[])
    }
    fn bitwise_or(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("BitwiseOr", &[x.into(), y.into()], &[])
    }
    fn bitwise_xor(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("BitwiseXor", &[x.into(), y.into()], &[])
    }
    fn broadcast_args(&mut self, s0: Output, s1: Output) -> Result<Output> {
        self.op1("BroadcastArgs", &[s0.into(), s1.into()], &[])
    }
    fn broadcast_gradient_args(&mut self, s0: Output, s1: Output) -> Result<Outputs> {
        self.op("BroadcastGradientArgs", &[s0.into(), s1.into()], &[])
    }
    fn broadcast_to(&mut self, input: Output, shape: Output) -> Result<Output> {
        self.op1("BroadcastTo", &[input.into(), shape.into()], &[])
    }
    fn bucketize(&mut self, input: Output, boundaries: &[f32]) -> Result<Output> {
        self.op1("Bucketize", &[input.into()], &[("boundaries", boundaries.into_attr())])
    }
    fn ctc_beam_search_decoder(&mut self, inputs: Output, sequence_length: Output, beam_width: i64, top_paths: i64, merge_repeated: bool) -> Result<Outputs> {
        self.op("CTCBeamSearchDecoder", &[inputs.into(), sequence_length.into()], &[("beam_width", beam_width.into_attr()), ("top_paths", top_paths.into_attr()), ("merge_repeated", merge_repeated.into_attr())])
    }
    fn ctc_greedy_decoder(&mut self, inputs: Output, sequence_length: Output, merge_repeated: bool, blank_index: i64) -> Result<Outputs> {
        self.op("CTCGreedyDecoder", &[inputs.into(), sequence_length.into()], &[("merge_repeated", merge_repeated.into_attr()), ("blank_index", blank_index.into_attr())])
    }
    fn ctc_loss(&mut self, inputs: Output, labels_indices: Output, labels_values: Output, sequence_length: Output, preprocess_collapse_repeated: bool, ctc_merge_repeated: bool, ignore_longer_outputs_than_inputs: bool) -> Result<Outputs> {
        self.op("CTCLoss", &[inputs.into(), labels_indices.into(), labels_values.into(), sequence_length.into()], &[("preprocess_collapse_repeated", preprocess_collapse_repeated.into_attr()), ("ctc_merge_repeated", ctc_merge_repeated.into_attr()), ("ignore_longer_outputs_than_inputs", ignore_longer_outputs_than_inputs.into_attr())])
    }
    fn cast(&mut self, x: Output, dstt: DType, truncate: bool) -> Result<Output> {
        self.op1("Cast", &[x.into()], &[("DstT", dstt.into_attr()), ("Truncate", truncate.into_attr())])
    }
    fn ceil(&mut self, x: Output) -> Result<Output> {
        self.op1("Ceil", &[x.into()], &[])
    }
    fn check_numerics(&mut self, tensor: Output, message: &str) -> Result<Output> {
        self.op1("CheckNumerics", &[tensor.into()], &[("message", message.into_attr())])
    }
    fn cholesky(&mut self, input: Output) -> Result<Output> {
        self.op1("Cholesky", &[input.into()], &[])
    }
    fn cholesky_grad(&mut self, l: Output, grad: Output) -> Result<Output> {
        self.op1("CholeskyGrad", &[l.into(), grad.into()], &[])
    }
    fn clip_by_value(&mut self, t: Output, clip_value_min: Output, clip_value_max: Output) -> Result<Output> {
        self.op1("ClipByValue", &[t.into(), clip_value_min.into(), clip_value_max.into()], &[])
    }
    fn complex(&mut self, real: Output, imag: Output, tout: DType) -> Result<Output> {
        self.op1("Complex", &[real.into(), imag.into()], &[("Tout", tout.into_attr())])
    }
    fn complex_abs(&mut self, x: Output, tout: DType) -> Result<Output> {
        self.op1("ComplexAbs", &[x.into()], &[("Tout", tout.into_attr())])
    }
    fn compute_accidental_hits(&mut self, true_classes: Output, sampled_candidates: Output, num_true: i64, seed: i64, seed2: i64) -> Result<Outputs> {
        self.op("ComputeAccidentalHits", &[true_classes.into(), sampled_candidates.into()], &[("num_true", num_true.into_attr()), ("seed", seed.into_attr()), ("seed2", seed2.into_attr())])
    }
    fn concat(&mut self, concat_dim: Output, values: &[Output]) -> Result<Output> {
        self.op1("Concat", &[concat_dim.into(), values.into()], &[])
    }
    fn concat_offset(&mut self, concat_dim: Output, shape: &[Output]) -> Result<Outputs> {
        self.op("ConcatOffset", &[concat_dim.into(), shape.into()], &[])
    }
    fn concat_v2(&mut self, values: &[Output], axis: Output) -> Result<Output> {
        self.op1("ConcatV2", &[values.into(), axis.into()], &[])
    }
    fn conj(&mut self, input: Output) -> Result<Output> {
        self.op1("Conj", &[input.into()], &[])
    }
    fn conjugate_transpose(&mut self, x: Output, perm: Output) -> Result<Output> {
        self.op1("ConjugateTranspose", &[x.into(), perm.into()], &[])
    }
    fn const_(&mut self, value: &Tensor, dtype: DType) -> Result<Output> {
        self.op1("Const", &[], &[("value", value.into_attr()), ("dtype", dtype.into_attr())])
    }
    fn conv2_d(&mut self, input: Output, filter: Output, strides: &[i64], use_cudnn_on_gpu: bool, padding: &str, explicit_paddings: &[i64], data_format: &str, dilations: &[i64]) -> Result<Output> {
        self.op1("Conv2D", &[input.into(), filter.into()], &[("strides", strides.into_attr()), ("use_cudnn_on_gpu", use_cudnn_on_gpu.into_attr()), ("padding", padding.into_attr()), ("explicit_paddings", explicit_paddings.into_attr()), ("data_format", data_format.into_attr()), ("dilations", dilations.into_attr())])
    }
    fn conv2_d_backprop_filter(&mut self, input: Output, filter_sizes: Output, out_backprop: Output, strides: &[i64], use_cudnn_on_gpu: bool, padding: &str, explicit_paddings: &[i64], data_format: &str, dilations: &[i64]) -> Result<Output> {
        self.op1("Conv2DBackpropFilter", &[input.into(), filter_sizes.into(), out_backprop.into()], &[("strides", strides.into_attr()), ("use_cudnn_on_gpu", use_cudnn_on_gpu.into_attr()), ("padding", padding.into_attr()), ("explicit_paddings", explicit_paddings.into_attr()), ("data_format", data_format.into_attr()), ("dilations", dilations.into_attr())])
    }
    fn conv2_d_backprop_input(&mut self, input_sizes: Output, filter: Output, out_backprop: Output, strides: &[i64], use_cudnn_on_gpu: bool, padding: &str, explicit_paddings: &[i64], data_format: &str, dilations: &[i64]) -> Result<Output> {
        self.op1("Conv2DBackpropInput", &[input_sizes.into(), filter.into(), out_backprop.into()], &[("strides", strides.into_attr()), ("use_cudnn_on_gpu", use_cudnn_on_gpu.into_attr()), ("padding", padding.into_attr()), ("explicit_paddings", explicit_paddings.into_attr()), ("data_format", data_format.into_attr()), ("dilations", dilations.into_attr())])
    }
    fn conv3_d(&mut self, input: Output, filter: Output, strides: &[i64], padding: &str, data_format: &str, dilations: &[i64]) -> Result<Output> {
        self.op1("Conv3D", &[input.into(), filter.into()], &[("strides", strides.into_attr()), ("padding", padding.into_attr()), ("data_format", data_format.into_attr()), ("dilations", dilations.into_attr())])
    }
    fn conv3_d_backprop_filter(&mut self, input: Output, filter: Output, out_backprop: Output, strides: &[i64], padding: &str, dilations: &[i64]) -> Result<Output> {
        self.op1("Conv3DBackpropFilter", &[input.into(), filter.into(), out_backprop.into()], &[("strides", strides.into_attr()), ("padding", padding.into_attr()), ("dilations", dilations.into_attr())])
    }
    fn conv3_d_backprop_filter_v2(&mut self, input: Output, filter_sizes: Output, out_backprop: Output, strides: &[i64], padding: &str, data_format: &str, dilations: &[i64]) -> Result<Output> {
        self.op1("Conv3DBackpropFilterV2", &[input.into(), filter_sizes.into(), out_backprop.into()], &[("strides", strides.into_attr()), ("padding", padding.into_attr()), ("data_format", data_format.into_attr()), ("dilations", dilations.into_attr())])
    }
    fn conv3_d_backprop_input(&mut self, input: Output, filter: Output, out_backprop: Output, strides: &[i64], padding: &str, dilations: &[i64]) -> Result<Output> {
        self.op1("Conv3DBackpropInput", &[input.into(), filter.into(), out_backprop.into()], &[("strides", strides.into_attr()), ("padding", padding.into_attr()), ("dilations", dilations.into_attr())])
    }
    fn conv3_d_backprop_input_v2(&mut self, input_sizes: Output, filter: Output, out_backprop: Output, strides: &[i64], padding: &str, data_format: &str, dilations: &[i64]) -> Result<Output> {
        self.op1("Conv3DBackpropInputV2", &[input_sizes.into(), filter.into(), out_backprop.into()], &[("strides", strides.into_attr()), ("padding", padding.into_attr()), ("data_format", data_format.into_attr()), ("dilations", dilations.into_attr())])
    }
    fn copy(&mut self, input: Output, tensor_name: &str, debug_ops_spec: &[&str]) -> Result<Output> {
        self.op1("Copy", &[input.into()], &[("tensor_name", tensor_name.into_attr()), ("debug_ops_spec", debug_ops_spec.into_attr())])
    }
    fn copy_host(&mut self, input: Output, tensor_name: &str, debug_ops_spec: &[&str]) -> Result<Output> {
        self.op1("CopyHost", &[input.into()], &[("tensor_name", tensor_name.into_attr()), ("debug_ops_spec", debug_ops_spec.into_attr())])
    }
    fn cos(&mut self, x: Output) -> Result<Output> {
        self.op1("Cos", &[x.into()], &[])
    }
    fn cosh(&mut self, x: Output) -> Result<Output> {
        self.op1("Cosh", &[x.into()], &[])
    }
    fn cross(&mut self, a: Output, b: Output) -> Result<Output> {
        self.op1("Cross", &[a.into(), b.into()], &[])
    }
    fn cumprod(&mut self, x: Output, axis: Output, exclusive: bool, reverse: bool) -> Result<Output> {
        self.op1("Cumprod", &[x.into(), axis.into()], &[("exclusive", exclusive.into_attr()), ("reverse", reverse.into_attr())])
    }
    fn cumsum(&mut self, x: Output, axis: Output, exclusive: bool, reverse: bool) -> Result<Output> {
        self.op1("Cumsum", &[x.into(), axis.into()], &[("exclusive", exclusive.into_attr()), ("reverse", reverse.into_attr())])
    }
    fn cumulative_logsumexp(&mut self, x: Output, axis: Output, exclusive: bool, reverse: bool) -> Result<Output> {
        self.op1("CumulativeLogsumexp", &[x.into(), axis.into()], &[("exclusive", exclusive.into_attr()), ("reverse", reverse.into_attr())])
    }
    fn deep_copy(&mut self, x: Output) -> Result<Output> {
        self.op1("DeepCopy", &[x.into()], &[])
    }
    fn dense_to_dense_set_operation(&mut self, set1: Output, set2: Output, set_operation: &str, validate_indices: bool) -> Result<Outputs> {
        self.op("DenseToDenseSetOperation", &[set1.into(), set2.into()], &[("set_operation", set_operation.into_attr()), ("validate_indices", validate_indices.into_attr())])
    }
    fn dense_to_sparse_set_operation(&mut self, set1: Output, set2_indices: Output, set2_values: Output, set2_shape: Output, set_operation: &str, validate_indices: bool) -> Result<Outputs> {
        self.op("DenseToSparseSetOperation", &[set1.into(), set2_indices.into(), set2_values.into(), set2_shape.into()], &[("set_operation", set_operation.into_attr()), ("validate_indices", validate_indices.into_attr())])
    }
    fn depth_to_space(&mut self, input: Output, block_size: i64, data_format: &str) -> Result<Output> {
        self.op1("DepthToSpace", &[input.into()], &[("block_size", block_size.into_attr()), ("data_format", data_format.into_attr())])
    }
    fn depthwise_conv2d_native(&mut self, input: Output, filter: Output, strides: &[i64], padding: &str, explicit_paddings: &[i64], data_format: &str, dilations: &[i64]) -> Result<Output> {
        self.op1("DepthwiseConv2dNative", &[input.into(), filter.into()], &[("strides", strides.into_attr()), ("padding", padding.into_attr()), ("explicit_paddings", explicit_paddings.into_attr()), ("data_format", data_format.into_attr()), ("dilations", dilations.into_attr())])
    }
    fn depthwise_conv2d_native_backprop_filter(&mut self, input: Output, filter_sizes: Output, out_backprop: Output, strides: &[i64], padding: &str, explicit_paddings: &[i64], data_format: &str, dilations: &[i64]) -> Result<Output> {
        self.op1("DepthwiseConv2dNativeBackpropFilter", &[input.into(), filter_sizes.into(), out_backprop.into()], &[("strides", strides.into_attr()), ("padding", padding.into_attr()), ("explicit_paddings", explicit_paddings.into_attr()), ("data_format", data_format.into_attr()), ("dilations", dilations.into_attr())])
    }
    fn depthwise_conv2d_native_backprop_input(&mut self, input_sizes: Output, filter: Output, out_backprop: Output, strides: &[i64], padding: &str, explicit_paddings: &[i64], data_format: &str, dilations: &[i64]) -> Result<Output> {
        self.op1("DepthwiseConv2dNativeBackpropInput", &[input_sizes.into(), filter.into(), out_backprop.into()], &[("strides", strides.into_attr()), ("padding", padding.into_attr()), ("explicit_paddings", explicit_paddings.into_attr()), ("data_format", data_format.into_attr()), ("dilations", dilations.into_attr())])
    }
    fn destroy_resource_op(&mut self, resource: Output, ignore_lookup_error: bool) -> Result<Outputs> {
        self.op("DestroyResourceOp", &[resource.into()], &[("ignore_lookup_error", ignore_lookup_error.into_attr())])
    }
    fn diag(&mut self, diagonal: Output) -> Result<Output> {
        self.op1("Diag", &[diagonal.into()], &[])
    }
    fn diag_part(&mut self, input: Output) -> Result<Output> {
        self.op1("DiagPart", &[input.into()], &[])
    }
    fn digamma(&mut self, x: Output) -> Result<Output> {
        self.op1("Digamma", &[x.into()], &[])
    }
    fn dilation2_d(&mut self, input: Output, filter: Output, strides: &[i64], rates: &[i64], padding: &str) -> Result<Output> {
        self.op1("Dilation2D", &[input.into(), filter.into()], &[("strides", strides.into_attr()), ("rates", rates.into_attr()), ("padding", padding.into_attr())])
    }
    fn dilation2_d_backprop_filter(&mut self, input: Output, filter: Output, out_backprop: Output, strides: &[i64], rates: &[i64], padding: &str) -> Result<Output> {
        self.op1("Dilation2DBackpropFilter", &[input.into(), filter.into(), out_backprop.into()], &[("strides", strides.into_attr()), ("rates", rates.into_attr()), ("padding", padding.into_attr())])
    }
    fn dilation2_d_backprop_input(&mut self, input: Output, filter: Output, out_backprop: Output, strides: &[i64], rates: &[i64], padding: &str) -> Result<Output> {
        self.op1("Dilation2DBackpropInput", &[input.into(), filter.into(), out_backprop.into()], &[("strides", strides.into_attr()), ("rates", rates.into_attr()), ("padding", padding.into_attr())])
    }
    fn div(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Div", &[x.into(), y.into()], &[])
    }
    fn div_no_nan(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("DivNoNan", &[x.into(), y.into()], &[])
    }
    fn dynamic_partition(&mut self, data: Output, partitions: Output, num_partitions: i64) -> Result<Outputs> {
        self.op("DynamicPartition", &[data.into(), partitions.into()], &[("num_partitions", num_partitions.into_attr())])
    }
    fn dynamic_stitch(&mut self, indices: &[Output], data: &[Output]) -> Result<Output> {
        self.op1("DynamicStitch", &[indices.into(), data.into()], &[])
    }
    fn edit_distance(&mut self, hypothesis_indices: Output, hypothesis_values: Output, hypothesis_shape: Output, truth_indices: Output, truth_values: Output, truth_shape: Output, normalize: bool) -> Result<Output> {
        self.op1("EditDistance", &[hypothesis_indices.into(), hypothesis_values.into(), hypothesis_shape.into(), truth_indices.into(), truth_values.into(), truth_shape.into()], &[("normalize", normalize.into_attr())])
    }
    fn einsum(&mut self, inputs: &[Output], equation: &str) -> Result<Output> {
        self.op1("Einsum", &[inputs.into()], &[("equation", equation.into_attr())])
    }
    fn elu(&mut self, features: Output) -> Result<Output> {
        self.op1("Elu", &[features.into()], &[])
    }
    fn elu_grad(&mut self, gradients: Output, outputs: Output) -> Result<Output> {
        self.op1("EluGrad", &[gradients.into(), outputs.into()], &[])
    }
    fn empty(&mut self, shape: Output, dtype: DType, init: bool) -> Result<Output> {
        self.op1("Empty", &[shape.into()], &[("dtype", dtype.into_attr()), ("init", init.into_attr())])
    }
    fn ensure_shape(&mut self, input: Output, shape: &Shape) -> Result<Output> {
        self.op1("EnsureShape", &[input.into()], &[("shape", shape.into_attr())])
    }
    fn equal(&mut self, x: Output, y: Output, incompatible_shape_error: bool) -> Result<Output> {
        self.op1("Equal", &[x.into(), y.into()], &[("incompatible_shape_error", incompatible_shape_error.into_attr())])
    }
    fn erf(&mut self, x: Output) -> Result<Output> {
        self.op1("Erf", &[x.into()], &[])
    }
    fn erfc(&mut self, x: Output) -> Result<Output> {
        self.op1("Erfc", &[x.into()], &[])
    }
    fn euclidean_norm(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output> {
        self.op1("EuclideanNorm", &[input.into(), reduction_indices.into()], &[("keep_dims", keep_dims.into_attr())])
    }
    fn exp(&mut self, x: Output) -> Result<Output> {
        self.op1("Exp", &[x.into()], &[])
    }
    fn expand_dims(&mut self, input: Output, dim: Output) -> Result<Output> {
        self.op1("ExpandDims", &[input.into(), dim.into()], &[])
    }
    fn expm1(&mut self, x: Output) -> Result<Output> {
        self.op1("Expm1", &[x.into()], &[])
    }
    fn extract_image_patches(&mut self, images: Output, ksizes: &[i64], strides: &[i64], rates: &[i64], padding: &str) -> Result<Output> {
        self.op1("ExtractImagePatches", &[images.into()], &[("ksizes", ksizes.into_attr()), ("strides", strides.into_attr()), ("rates", rates.into_attr()), ("padding", padding.into_attr())])
    }
    fn extract_volume_patches(&mut self, input: Output, ksizes: &[i64], strides: &[i64], padding: &str) -> Result<Output> {
        self.op1("ExtractVolumePatches", &[input.into()], &[("ksizes", ksizes.into_attr()), ("strides", strides.into_attr()), ("padding", padding.into_attr())])
    }
    fn fft(&mut self, input: Output) -> Result<Output> {
        self.op1("FFT", &[input.into()], &[])
    }
    fn fft2_d(&mut self, input: Output) -> Result<Output> {
        self.op1("FFT2D", &[input.into()], &[])
    }
    fn fft3_d(&mut self, input: Output) -> Result<Output> {
        self.op1("FFT3D", &[input.into()], &[])
    }
    fn fill(&mut self, dims: Output, value: Output) -> Result<Output> {
        self.op1("Fill", &[dims.into(), value.into()], &[])
    }
    fn fixed_unigram_candidate_sampler(&mut self, true_classes: Output, num_true: i64, num_sampled: i64, unique: bool, range_max: i64, vocab_file: &str, distortion: f32, num_reserved_ids: i64, num_shards: i64, shard: i64, unigrams: &[f32], seed: i64, seed2: i64) -> Result<Outputs> {
        self.op("FixedUnigramCandidateSampler", &[true_classes.into()], &[("num_true", num_true.into_attr()), ("num_sampled", num_sampled.into_attr()), ("unique", unique.into_attr()), ("range_max", range_max.into_attr()), ("vocab_file", vocab_file.into_attr()), ("distortion", distortion.into_attr()), ("num_reserved_ids", num_reserved_ids.into_attr()), ("num_shards", num_shards.into_attr()), ("shard", shard.into_attr()), ("unigrams", unigrams.into_attr()), ("seed", seed.into_attr()), ("seed2", seed2.into_attr())])
    }
    fn floor(&mut self, x: Output) -> Result<Output> {
        self.op1("Floor", &[x.into()], &[])
    }
    fn floor_div(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("FloorDiv", &[x.into(), y.into()], &[])
    }
    fn floor_mod(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("FloorMod", &[x.into(), y.into()], &[])
    }
    fn fractional_avg_pool(&mut self, value: Output, pooling_ratio: &[f32], pseudo_random: bool, overlapping: bool, deterministic: bool, seed: i64, seed2: i64) -> Result<Outputs> {
        self.op("FractionalAvgPool", &[value.into()], &[("pooling_ratio", pooling_ratio.into_attr()), ("pseudo_random", pseudo_random.into_attr()), ("overlapping", overlapping.into_attr()), ("deterministic", deterministic.into_attr()), ("seed", seed.into_attr()), ("seed2", seed2.into_attr())])
    }
    fn fractional_avg_pool_grad(&mut self, orig_input_tensor_shape: Output, out_backprop: Output, row_pooling_sequence: Output, col_pooling_sequence: Output, overlapping: bool) -> Result<Output> {
        self.op1("FractionalAvgPoolGrad", &[orig_input_tensor_shape.into(), out_backprop.into(), row_pooling_sequence.into(), col_pooling_sequence.into()], &[("overlapping", overlapping.into_attr())])
    }
    fn fractional_max_pool(&mut self, value: Output, pooling_ratio: &[f32], pseudo_random: bool, overlapping: bool, deterministic: bool, seed: i64, seed2: i64) -> Result<Outputs> {
        self.op("FractionalMaxPool", &[value.into()], &[("pooling_ratio", pooling_ratio.into_attr()), ("pseudo_random", pseudo_random.into_attr()), ("overlapping", overlapping.into_attr()), ("deterministic", deterministic.into_attr()), ("seed", seed.into_attr()), ("seed2", seed2.into_attr())])
    }
    fn fractional_max_pool_grad(&mut self, orig_input: Output, orig_output: Output, out_backprop: Output, row_pooling_sequence: Output, col_pooling_sequence: Output, overlapping: bool) -> Result<Output> {
        self.op1("FractionalMaxPoolGrad", &[orig_input.into(), orig_output.into(), out_backprop.into(), row_pooling_sequence.into(), col_pooling_sequence.into()], &[("overlapping", overlapping.into_attr())])
    }
    fn fused_batch_norm(&mut self, x: Output, scale: Output, offset: Output, mean: Output, variance: Output, epsilon: f32, exponential_avg_factor: f32, data_format: &str, is_training: bool) -> Result<Outputs> {
        self.op("FusedBatchNorm", &[x.into(), scale.into(), offset.into(), mean.into(), variance.into()], &[("epsilon", epsilon.into_attr()), ("exponential_avg_factor", exponential_avg_factor.into_attr()), ("data_format", data_format.into_attr()), ("is_training", is_training.into_attr())])
    }
    fn fused_batch_norm_grad(&mut self, y_backprop: Output, x: Output, scale: Output, reserve_space_1: Output, reserve_space_2: Output, epsilon: f32, data_format: &str, is_training: bool) -> Result<Outputs> {
        self.op("FusedBatchNormGrad", &[y_backprop.into(), x.into(), scale.into(), reserve_space_1.into(), reserve_space_2.into()], &[("epsilon", epsilon.into_attr()), ("data_format", data_format.into_attr()), ("is_training", is_training.into_attr())])
    }
    fn fused_batch_norm_grad_v2(&mut self, y_backprop: Output, x: Output, scale: Output, reserve_space_1: Output, reserve_space_2: Output, epsilon: f32, data_format: &str, is_training: bool) -> Result<Outputs> {
        self.op("FusedBatchNormGradV2", &[y_backprop.into(), x.into(), scale.into(), reserve_space_1.into(), reserve_space_2.into()], &[("epsilon", epsilon.into_attr()), ("data_format", data_format.into_attr()), ("is_training", is_training.into_attr())])
    }
    fn fused_batch_norm_grad_v3(&mut self, y_backprop: Output, x: Output, scale: Output, reserve_space_1: Output, reserve_space_2: Output, reserve_space_3: Output, epsilon: f32, data_format: &str, is_training: bool) -> Result<Outputs> {
        self.op("FusedBatchNormGradV3", &[y_backprop.into(), x.into(), scale.into(), reserve_space_1.into(), reserve_space_2.into(), reserve_space_3.into()], &[("epsilon", epsilon.into_attr()), ("data_format", data_format.into_attr()), ("is_training", is_training.into_attr())])
    }
    fn fused_batch_norm_v2(&mut self, x: Output, scale: Output, offset: Output, mean: Output, variance: Output, epsilon: f32, exponential_avg_factor: f32, data_format: &str, is_training: bool) -> Result<Outputs> {
        self.op("FusedBatchNormV2", &[x.into(), scale.into(), offset.into(), mean.into(), variance.into()], &[("epsilon", epsilon.into_attr()), ("exponential_avg_factor", exponential_avg_factor.into_attr()), ("data_format", data_format.into_attr()), ("is_training", is_training.into_attr())])
    }
    fn fused_batch_norm_v3(&mut self, x: Output, scale: Output, offset: Output, mean: Output, variance: Output, epsilon: f32, exponential_avg_factor: f32, data_format: &str, is_training: bool) -> Result<Outputs> {
        self.op("FusedBatchNormV3", &[x.into(), scale.into(), offset.into(), mean.into(), variance.into()], &[("epsilon", epsilon.into_attr()), ("exponential_avg_factor", exponential_avg_factor.into_attr()), ("data_format", data_format.into_attr()), ("is_training", is_training.into_attr())])
    }
    fn gather(&mut self, params: Output, indices: Output, validate_indices: bool) -> Result<Output> {
        self.op1("Gather", &[params.into(), indices.into()], &[("validate_indices", validate_indices.into_attr())])
    }
    fn gather_nd(&mut self, params: Output, indices: Output) -> Result<Output> {
        self.op1("GatherNd", &[params.into(), indices.into()], &[])
    }
    fn gather_v2(&mut self, params: Output, indices: Output, axis: Output, batch_dims: i64) -> Result<Output> {
        self.op1("GatherV2", &[params.into(), indices.into(), axis.into()], &[("batch_dims", batch_dims.into_attr())])
    }
    fn greater(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Greater", &[x.into(), y.into()], &[])
    }
    fn greater_equal(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("GreaterEqual", &[x.into(), y.into()], &[])
    }
    fn guarantee_const(&mut self, input: Output) -> Result<Output> {
        self.op1("GuaranteeConst", &[input.into()], &[])
    }
    fn histogram_fixed_width(&mut self, values: Output, value_range: Output, nbins: Output, dtype: DType) -> Result<Output> {
        self.op1("HistogramFixedWidth", &[values.into(), value_range.into(), nbins.into()], &[("dtype", dtype.into_attr())])
    }
    fn ifft(&mut self, input: Output) -> Result<Output> {
        self.op1("IFFT", &[input.into()], &[])
    }
    fn ifft2_d(&mut self, input: Output) -> Result<Output> {
        self.op1("IFFT2D", &[input.into()], &[])
    }
    fn ifft3_d(&mut self, input: Output) -> Result<Output> {
        self.op1("IFFT3D", &[input.into()], &[])
    }
    fn irfft(&mut self, input: Output, fft_length: Output, treal: DType) -> Result<Output> {
        self.op1("IRFFT", &[input.into(), fft_length.into()], &[("Treal", treal.into_attr())])
    }
    fn irfft2_d(&mut self, input: Output, fft_length: Output, treal: DType) -> Result<Output> {
        self.op1("IRFFT2D", &[input.into(), fft_length.into()], &[("Treal", treal.into_attr())])
    }
    fn irfft3_d(&mut self, input: Output, fft_length: Output, treal: DType) -> Result<Output> {
        self.op1("IRFFT3D", &[input.into(), fft_length.into()], &[("Treal", treal.into_attr())])
    }
    fn identity(&mut self, input: Output) -> Result<Output> {
        self.op1("Identity", &[input.into()], &[])
    }
    fn identity_n(&mut self, input: &[Output]) -> Result<Outputs> {
        self.op("IdentityN", &[input.into()], &[])
    }
    fn if_(&mut self, cond: Output, input: &[Output], tout: &[DType], then_branch: &str, else_branch: &str, output_shapes: &[Shape]) -> Result<Outputs> {
        self.op("If", &[cond.into(), input.into()], &[("Tout", tout.into_attr()), ("then_branch", then_branch.into_attr()), ("else_branch", else_branch.into_attr()), ("output_shapes", output_shapes.into_attr())])
    }
    fn igamma(&mut self, a: Output, x: Output) -> Result<Output> {
        self.op1("Igamma", &[a.into(), x.into()], &[])
    }
    fn igamma_grad_a(&mut self, a: Output, x: Output) -> Result<Output> {
        self.op1("IgammaGradA", &[a.into(), x.into()], &[])
    }
    fn igammac(&mut self, a: Output, x: Output) -> Result<Output> {
        self.op1("Igammac", &[a.into(), x.into()], &[])
    }
    fn imag(&mut self, input: Output, tout: DType) -> Result<Output> {
        self.op1("Imag", &[input.into()], &[("Tout", tout.into_attr())])
    }
    fn in_top_k(&mut self, predictions: Output, targets: Output, k: i64) -> Result<Output> {
        self.op1("InTopK", &[predictions.into(), targets.into()], &[("k", k.into_attr())])
    }
    fn in_top_kv2(&mut self, predictions: Output, targets: Output, k: Output) -> Result<Output> {
        self.op1("InTopKV2", &[predictions.into(), targets.into(), k.into()], &[])
    }
    fn inplace_add(&mut self, x: Output, i: Output, v: Output) -> Result<Output> {
        self.op1("InplaceAdd", &[x.into(), i.into(), v.into()], &[])
    }
    fn inplace_sub(&mut self, x: Output, i: Output, v: Output) -> Result<Output> {
        self.op1("InplaceSub", &[x.into(), i.into(), v.into()], &[])
    }
    fn inplace_update(&mut self, x: Output, i: Output, v: Output) -> Result<Output> {
        self.op1("InplaceUpdate", &[x.into(), i.into(), v.into()], &[])
    }
    fn inv(&mut self, x: Output) -> Result<Output> {
        self.op1("Inv", &[x.into()], &[])
    }
    fn inv_grad(&mut self, y: Output, dy: Output) -> Result<Output> {
        self.op1("InvGrad", &[y.into(), dy.into()], &[])
    }
    fn invert(&mut self, x: Output) -> Result<Output> {
        self.op1("Invert", &[x.into()], &[])
    }
    fn invert_permutation(&mut self, x: Output) -> Result<Output> {
        self.op1("InvertPermutation", &[x.into()], &[])
    }
    fn is_finite(&mut self, x: Output) -> Result<Output> {
        self.op1("IsFinite", &[x.into()], &[])
    }
    fn is_inf(&mut self, x: Output) -> Result<Output> {
        self.op1("IsInf", &[x.into()], &[])
    }
    fn is_nan(&mut self, x: Output) -> Result<Output> {
        self.op1("IsNan", &[x.into()], &[])
    }
    fn l2_loss(&mut self, t: Output) -> Result<Output> {
        self.op1("L2Loss", &[t.into()], &[])
    }
    fn lrn(&mut self, input: Output, depth_radius: i64, bias: f32, alpha: f32, beta: f32) -> Result<Output> {
        self.op1("LRN", &[input.into()], &[("depth_radius", depth_radius.into_attr()), ("bias", bias.into_attr()), ("alpha", alpha.into_attr()), ("beta", beta.into_attr())])
    }
    fn lrn_grad(&mut self, input_grads: Output, input_image: Output, output_image: Output, depth_radius: i64, bias: f32, alpha: f32, beta: f32) -> Result<Output> {
        self.op1("LRNGrad", &[input_grads.into(), input_image.into(), output_image.into()], &[("depth_radius", depth_radius.into_attr()), ("bias", bias.into_attr()), ("alpha", alpha.into_attr()), ("beta", beta.into_attr())])
    }
    fn leaky_relu(&mut self, features: Output, alpha: f32) -> Result<Output> {
        self.op1("LeakyRelu", &[features.into()], &[("alpha", alpha.into_attr())])
    }
    fn leaky_relu_grad(&mut self, gradients: Output, features: Output, alpha: f32) -> Result<Output> {
        self.op1("LeakyReluGrad", &[gradients.into(), features.into()], &[("alpha", alpha.into_attr())])
    }
    fn learned_unigram_candidate_sampler(&mut self, true_classes: Output, num_true: i64, num_sampled: i64, unique: bool, range_max: i64, seed: i64, seed2: i64) -> Result<Outputs> {
        self.op("LearnedUnigramCandidateSampler", &[true_classes.into()], &[("num_true", num_true.into_attr()), ("num_sampled", num_sampled.into_attr()), ("unique", unique.into_attr()), ("range_max", range_max.into_attr()), ("seed", seed.into_attr()), ("seed2", seed2.into_attr())])
    }
    fn left_shift(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("LeftShift", &[x.into(), y.into()], &[])
    }
    fn less(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Less", &[x.into(), y.into()], &[])
    }
    fn less_equal(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("LessEqual", &[x.into(), y.into()], &[])
    }
    fn lgamma(&mut self, x: Output) -> Result<Output> {
        self.op1("Lgamma", &[x.into()], &[])
    }
    fn lin_space(&mut self, start: Output, stop: Output, num: Output) -> Result<Output> {
        self.op1("LinSpace", &[start.into(), stop.into(), num.into()], &[])
    }
    fn list_diff(&mut self, x: Output, y: Output, out_idx: DType) -> Result<Outputs> {
        self.op("ListDiff", &[x.into(), y.into()], &[("out_idx", out_idx.into_attr())])
    }
    fn log(&mut self, x: Output) -> Result<Output> {
        self.op1("Log", &[x.into()], &[])
    }
    fn log1p(&mut self, x: Output) -> Result<Output> {
        self.op1("Log1p", &[x.into()], &[])
    }
    fn log_matrix_determinant(&mut self, input: Output) -> Result<Outputs> {
        self.op("LogMatrixDeterminant", &[input.into()], &[])
    }
    fn log_softmax(&mut self, logits: Output) -> Result<Output> {
        self.op1("LogSoftmax", &[logits.into()], &[])
    }
    fn log_uniform_candidate_sampler(&mut self, true_classes: Output, num_true: i64, num_sampled: i64, unique: bool, range_max: i64, seed: i64, seed2: i64) -> Result<Outputs> {
        self.op("LogUniformCandidateSampler", &[true_classes.into()], &[("num_true", num_true.into_attr()), ("num_sampled", num_sampled.into_attr()), ("unique", unique.into_attr()), ("range_max", range_max.into_attr()), ("seed", seed.into_attr()), ("seed2", seed2.into_attr())])
    }
    fn logical_and(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("LogicalAnd", &[x.into(), y.into()], &[])
    }
    fn logical_not(&mut self, x: Output) -> Result<Output> {
        self.op1("LogicalNot", &[x.into()], &[])
    }
    fn logical_or(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("LogicalOr", &[x.into(), y.into()], &[])
    }
    fn lower_bound(&mut self, sorted_inputs: Output, values: Output, out_type: DType) -> Result<Output> {
        self.op1("LowerBound", &[sorted_inputs.into(), values.into()], &[("out_type", out_type.into_attr())])
    }
    fn lu(&mut self, input: Output, output_idx_type: DType) -> Result<Outputs> {
        self.op("Lu", &[input.into()], &[("output_idx_type", output_idx_type.into_attr())])
    }
    fn mat_mul(&mut self, a: Output, b: Output, transpose_a: bool, transpose_b: bool) -> Result<Output> {
        self.op1("MatMul", &[a.into(), b.into()], &[("transpose_a", transpose_a.into_attr()), ("transpose_b", transpose_b.into_attr())])
    }
    fn matrix_band_part(&mut self, input: Output, num_lower: Output, num_upper: Output) -> Result<Output> {
        self.op1("MatrixBandPart", &[input.into(), num_lower.into(), num_upper.into()], &[])
    }
    fn matrix_determinant(&mut self, input: Output) -> Result<Output> {
        self.op1("MatrixDeterminant", &[input.into()], &[])
    }
    fn matrix_diag(&mut self, diagonal: Output) -> Result<Output> {
        self.op1("MatrixDiag", &[diagonal.into()], &[])
    }
    fn matrix_diag_part(&mut self, input: Output) -> Result<Output> {
        self.op1("MatrixDiagPart", &[input.into()], &[])
    }
    fn matrix_diag_part_v2(&mut self, input: Output, k: Output, padding_value: Output) -> Result<Output> {
        self.op1("MatrixDiagPartV2", &[input.into(), k.into(), padding_value.into()], &[])
    }
    fn matrix_diag_part_v3(&mut self, input: Output, k: Output, padding_value: Output, align: &str) -> Result<Output> {
        self.op1("MatrixDiagPartV3", &[input.into(), k.into(), padding_value.into()], &[("align", align.into_attr())])
    }
    fn matrix_diag_v2(&mut self, diagonal: Output, k: Output, num_rows: Output, num_cols: Output, padding_value: Output) -> Result<Output> {
        self.op1("MatrixDiagV2", &[diagonal.into(), k.into(), num_rows.into(), num_cols.into(), padding_value.into()], &[])
    }
    fn matrix_diag_v3(&mut self, diagonal: Output, k: Output, num_rows: Output, num_cols: Output, padding_value: Output, align: &str) -> Result<Output> {
        self.op1("MatrixDiagV3", &[diagonal.into(), k.into(), num_rows.into(), num_cols.into(), padding_value.into()], &[("align", align.into_attr())])
    }
    fn matrix_exponential(&mut self, input: Output) -> Result<Output> {
        self.op1("MatrixExponential", &[input.into()], &[])
    }
    fn matrix_inverse(&mut self, input: Output, adjoint: bool) -> Result<Output> {
        self.op1("MatrixInverse", &[input.into()], &[("adjoint", adjoint.into_attr())])
    }
    fn matrix_logarithm(&mut self, input: Output) -> Result<Output> {
        self.op1("MatrixLogarithm", &[input.into()], &[])
    }
    fn matrix_set_diag(&mut self, input: Output, diagonal: Output) -> Result<Output> {
        self.op1("MatrixSetDiag", &[input.into(), diagonal.into()], &[])
    }
    fn matrix_set_diag_v2(&mut self, input: Output, diagonal: Output, k: Output) -> Result<Output> {
        self.op1("MatrixSetDiagV2", &[input.into(), diagonal.into(), k.into()], &[])
    }
    fn matrix_set_diag_v3(&mut self, input: Output, diagonal: Output, k: Output, align: &str) -> Result<Output> {
        self.op1("MatrixSetDiagV3", &[input.into(), diagonal.into(), k.into()], &[("align", align.into_attr())])
    }
    fn matrix_solve(&mut self, matrix: Output, rhs: Output, adjoint: bool) -> Result<Output> {
        self.op1("MatrixSolve", &[matrix.into(), rhs.into()], &[("adjoint", adjoint.into_attr())])
    }
    fn matrix_solve_ls(&mut self, matrix: Output, rhs: Output, l2_regularizer: Output, fast: bool) -> Result<Output> {
        self.op1("MatrixSolveLs", &[matrix.into(), rhs.into(), l2_regularizer.into()], &[("fast", fast.into_attr())])
    }
    fn matrix_square_root(&mut self, input: Output) -> Result<Output> {
        self.op1("MatrixSquareRoot", &[input.into()], &[])
    }
    fn matrix_triangular_solve(&mut self, matrix: Output, rhs: Output, lower: bool, adjoint: bool) -> Result<Output> {
        self.op1("MatrixTriangularSolve", &[matrix.into(), rhs.into()], &[("lower", lower.into_attr()), ("adjoint", adjoint.into_attr())])
    }
    fn max(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output> {
        self.op1("Max", &[input.into(), reduction_indices.into()], &[("keep_dims", keep_dims.into_attr())])
    }
    fn max_pool(&mut self, input: Output, ksize: &[i64], strides: &[i64], padding: &str, explicit_paddings: &[i64], data_format: &str) -> Result<Output> {
        self.op1("MaxPool", &[input.into()], &[("ksize", ksize.into_attr()), ("strides", strides.into_attr()), ("padding", padding.into_attr()), ("explicit_paddings", explicit_paddings.into_attr()), ("data_format", data_format.into_attr())])
    }
    fn max_pool3_d(&mut self, input: Output, ksize: &[i64], strides: &[i64], padding: &str, data_format: &str) -> Result<Output> {
        self.op1("MaxPool3D", &[input.into()], &[("ksize", ksize.into_attr()), ("strides", strides.into_attr()), ("padding", padding.into_attr()), ("data_format", data_format.into_attr())])
    }
    fn max_pool3_d_grad(&mut self, orig_input: Output, orig_output: Output, grad: Output, ksize: &[i64], strides: &[i64], padding: &str, data_format: &str) -> Result<Output> {
        self.op1("MaxPool3DGrad", &[orig_input.into(), orig_output.into(), grad.into()], &[("ksize", ksize.into_attr()), ("strides", strides.into_attr()), ("padding", padding.into_attr()), ("data_format", data_format.into_attr())])
    }
    fn max_pool3_d_grad_grad(&mut self, orig_input: Output, orig_output: Output, grad: Output, ksize: &[i64], strides: &[i64], padding: &str, data_format: &str) -> Result<Output> {
        self.op1("MaxPool3DGradGrad", &[orig_input.into(), orig_output.into(), grad.into()], &[("ksize", ksize.into_attr()), ("strides", strides.into_attr()), ("padding", padding.into_attr()), ("data_format", data_format.into_attr())])
    }
    fn max_pool_grad(&mut self, orig_input: Output, orig_output: Output, grad: Output, ksize: &[i64], strides: &[i64], padding: &str, explicit_paddings: &[i64], data_format: &str) -> Result<Output> {
        self.op1("MaxPoolGrad", &[orig_input.into(), orig_output.into(), grad.into()], &[("ksize", ksize.into_attr()), ("strides", strides.into_attr()), ("padding", padding.into_attr()), ("explicit_paddings", explicit_paddings.into_attr()), ("data_format", data_format.into_attr())])
    }
    fn max_pool_grad_grad(&mut self, orig_input: Output, orig_output: Output, grad: Output, ksize: &[i64], strides: &[i64], padding: &str, explicit_paddings: &[i64], data_format: &str) -> Result<Output> {
        self.op1("MaxPoolGradGrad", &[orig_input.into(), orig_output.into(), grad.into()], &[("ksize", ksize.into_attr()), ("strides", strides.into_attr()), ("padding", padding.into_attr()), ("explicit_paddings", explicit_paddings.into_attr()), ("data_format", data_format.into_attr())])
    }
    fn max_pool_grad_grad_v2(&mut self, orig_input: Output, orig_output: Output, grad: Output, ksize: Output, strides: Output, padding: &str, data_format: &str) -> Result<Output> {
        self.op1("MaxPoolGradGradV2", &[orig_input.into(), orig_output.into(), grad.into(), ksize.into(), strides.into()], &[("padding", padding.into_attr()), ("data_format", data_format.into_attr())])
    }
    fn max_pool_grad_grad_with_argmax(&mut self, input: Output, grad: Output, argmax: Output, ksize: &[i64], strides: &[i64], padding: &str, include_batch_in_index: bool) -> Result<Output> {
        self.op1("MaxPoolGradGradWithArgmax", &[input.into(), grad.into(), argmax.into()], &[("ksize", ksize.into_attr()), ("strides", strides.into_attr()), ("padding", padding.into_attr()), ("include_batch_in_index", include_batch_in_index.into_attr())])
    }
    fn max_pool_grad_v2(&mut self, orig_input: Output, orig_output: Output, grad: Output, ksize: Output, strides: Output, padding: &str, data_format: &str) -> Result<Output> {
        self.op1("MaxPoolGradV2", &[orig_input.into(), orig_output.into(), grad.into(), ksize.into(), strides.into()], &[("padding", padding.into_attr()), ("data_format", data_format.into_attr())])
    }
    fn max_pool_grad_with_argmax(&mut self, input: Output, grad: Output, argmax: Output, ksize: &[i64], strides: &[i64], padding: &str, include_batch_in_index: bool) -> Result<Output> {
        self.op1("MaxPoolGradWithArgmax", &[input.into(), grad.into(), argmax.into()], &[("ksize", ksize.into_attr()), ("strides", strides.into_attr()), ("padding", padding.into_attr()), ("include_batch_in_index", include_batch_in_index.into_attr())])
    }
    fn max_pool_v2(&mut self, input: Output, ksize: Output, strides: Output, padding: &str, data_format: &str) -> Result<Output> {
        self.op1("MaxPoolV2", &[input.into(), ksize.into(), strides.into()], &[("padding", padding.into_attr()), ("data_format", data_format.into_attr())])
    }
    fn max_pool_with_argmax(&mut self, input: Output, ksize: &[i64], strides: &[i64], targmax: DType, padding: &str, include_batch_in_index: bool) -> Result<Outputs> {
        self.op("MaxPoolWithArgmax", &[input.into()], &[("ksize", ksize.into_attr()), ("strides", strides.into_attr()), ("Targmax", targmax.into_attr()), ("padding", padding.into_attr()), ("include_batch_in_index", include_batch_in_index.into_attr())])
    }
    fn maximum(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Maximum", &[x.into(), y.into()], &[])
    }
    fn mean(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output> {
        self.op1("Mean", &[input.into(), reduction_indices.into()], &[("keep_dims", keep_dims.into_attr())])
    }
    fn min(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output> {
        self.op1("Min", &[input.into(), reduction_indices.into()], &[("keep_dims", keep_dims.into_attr())])
    }
    fn minimum(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Minimum", &[x.into(), y.into()], &[])
    }
    fn mirror_pad(&mut self, input: Output, paddings: Output, mode: &str) -> Result<Output> {
        self.op1("MirrorPad", &[input.into(), paddings.into()], &[("mode", mode.into_attr())])
    }
    fn mirror_pad_grad(&mut self, input: Output, paddings: Output, mode: &str) -> Result<Output> {
        self.op1("MirrorPadGrad", &[input.into(), paddings.into()], &[("mode", mode.into_attr())])
    }
    fn mod_(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Mod", &[x.into(), y.into()], &[])
    }
    fn mul(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Mul", &[x.into(), y.into()], &[])
    }
    fn mul_no_nan(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("MulNoNan", &[x.into(), y.into()], &[])
    }
    fn multinomial(&mut self, logits: Output, num_samples: Output, seed: i64, seed2: i64, output_dtype: DType) -> Result<Output> {
        self.op1("Multinomial", &[logits.into(), num_samples.into()], &[("seed", seed.into_attr()), ("seed2", seed2.into_attr()), ("output_dtype", output_dtype.into_attr())])
    }
    fn ndtri(&mut self, x: Output) -> Result<Output> {
        self.op1("Ndtri", &[x.into()], &[])
    }
    fn neg(&mut self, x: Output) -> Result<Output> {
        self.op1("Neg", &[x.into()], &[])
    }
    fn next_after(&mut self, x1: Output, x2: Output) -> Result<Output> {
        self.op1("NextAfter", &[x1.into(), x2.into()], &[])
    }
    fn no_op(&mut self) -> Result<Outputs> {
        self.op("NoOp", &[], &[])
    }
    fn not_equal(&mut self, x: Output, y: Output, incompatible_shape_error: bool) -> Result<Output> {
        self.op1("NotEqual", &[x.into(), y.into()], &[("incompatible_shape_error", incompatible_shape_error.into_attr())])
    }
    fn nth_element(&mut self, input: Output, n: Output, reverse: bool) -> Result<Output> {
        self.op1("NthElement", &[input.into(), n.into()], &[("reverse", reverse.into_attr())])
    }
    fn one_hot(&mut self, indices: Output, depth: Output, on_value: Output, off_value: Output, axis: i64) -> Result<Output> {
        self.op1("OneHot", &[indices.into(), depth.into(), on_value.into(), off_value.into()], &[("axis", axis.into_attr())])
    }
    fn ones_like(&mut self, x: Output) -> Result<Output> {
        self.op1("OnesLike", &[x.into()], &[])
    }
    fn pack(&mut self, values: &[Output], axis: i64) -> Result<Output> {
        self.op1("Pack", &[values.into()], &[("axis", axis.into_attr())])
    }
    fn pad(&mut self, input: Output, paddings: Output) -> Result<Output> {
        self.op1("Pad", &[input.into(), paddings.into()], &[])
    }
    fn pad_v2(&mut self, input: Output, paddings: Output, constant_values: Output) -> Result<Output> {
        self.op1("PadV2", &[input.into(), paddings.into(), constant_values.into()], &[])
    }
    fn parallel_concat(&mut self, values: &[Output], shape: &Shape) -> Result<Output> {
        self.op1("ParallelConcat", &[values.into()], &[("shape", shape.into_attr())])
    }
    fn parallel_dynamic_stitch(&mut self, indices: &[Output], data: &[Output]) -> Result<Output> {
        self.op1("ParallelDynamicStitch", &[indices.into(), data.into()], &[])
    }
    fn placeholder(&mut self, dtype: DType, shape: &Shape) -> Result<Output> {
        self.op1("Placeholder", &[], &[("dtype", dtype.into_attr()), ("shape", shape.into_attr())])
    }
    fn placeholder_v2(&mut self, dtype: DType, shape: &Shape) -> Result<Output> {
        self.op1("PlaceholderV2", &[], &[("dtype", dtype.into_attr()), ("shape", shape.into_attr())])
    }
    fn placeholder_with_default(&mut self, input: Output, shape: &Shape) -> Result<Output> {
        self.op1("PlaceholderWithDefault", &[input.into()], &[("shape", shape.into_attr())])
    }
    fn polygamma(&mut self, a: Output, x: Output) -> Result<Output> {
        self.op1("Polygamma", &[a.into(), x.into()], &[])
    }
    fn population_count(&mut self, x: Output) -> Result<Output> {
        self.op1("PopulationCount", &[x.into()], &[])
    }
    fn pow(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Pow", &[x.into(), y.into()], &[])
    }
    fn prevent_gradient(&mut self, input: Output, message: &str) -> Result<Output> {
        self.op1("PreventGradient", &[input.into()], &[("message", message.into_attr())])
    }
    fn print(&mut self, input: Output, data: &[Output], message: &str, first_n: i64, summarize: i64) -> Result<Output> {
        self.op1("Print", &[input.into(), data.into()], &[("message", message.into_attr()), ("first_n", first_n.into_attr()), ("summarize", summarize.into_attr())])
    }
    fn print_v2(&mut self, input: Output, output_stream: &str, end: &str) -> Result<Outputs> {
        self.op("PrintV2", &[input.into()], &[("output_stream", output_stream.into_attr()), ("end", end.into_attr())])
    }
    fn prod(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output> {
        self.op1("Prod", &[input.into(), reduction_indices.into()], &[("keep_dims", keep_dims.into_attr())])
    }
    fn py_func(&mut self, input: &[Output], token: &str, tout: &[DType]) -> Result<Outputs> {
        self.op("PyFunc", &[input.into()], &[("token", token.into_attr()), ("Tout", tout.into_attr())])
    }
    fn py_func_stateless(&mut self, input: &[Output], token: &str, tout: &[DType]) -> Result<Outputs> {
        self.op("PyFuncStateless", &[input.into()], &[("token", token.into_attr()), ("Tout", tout.into_attr())])
    }
    fn qr(&mut self, input: Output, full_matrices: bool) -> Result<Outputs> {
        self.op("Qr", &[input.into()], &[("full_matrices", full_matrices.into_attr())])
    }
    fn rfft(&mut self, input: Output, fft_length: Output, tcomplex: DType) -> Result<Output> {
        self.op1("RFFT", &[input.into(), fft_length.into()], &[("Tcomplex", tcomplex.into_attr())])
    }
    fn rfft2_d(&mut self, input: Output, fft_length: Output, tcomplex: DType) -> Result<Output> {
        self.op1("RFFT2D", &[input.into(), fft_length.into()], &[("Tcomplex", tcomplex.into_attr())])
    }
    fn rfft3_d(&mut self, input: Output, fft_length: Output, tcomplex: DType) -> Result<Output> {
        self.op1("RFFT3D", &[input.into(), fft_length.into()], &[("Tcomplex", tcomplex.into_attr())])
    }
    fn random_gamma(&mut self, shape: Output, alpha: Output, seed: i64, seed2: i64) -> Result<Output> {
        self.op1("RandomGamma", &[shape.into(), alpha.into()], &[("seed", seed.into_attr()), ("seed2", seed2.into_attr())])
    }
    fn random_gamma_grad(&mut self, alpha: Output, sample: Output) -> Result<Output> {
        self.op1("RandomGammaGrad", &[alpha.into(), sample.into()], &[])
    }
    fn random_poisson_v2(&mut self, shape: Output, rate: Output, seed: i64, seed2: i64, dtype: DType) -> Result<Output> {
        self.op1("RandomPoissonV2", &[shape.into(), rate.into()], &[("seed", seed.into_attr()), ("seed2", seed2.into_attr()), ("dtype", dtype.into_attr())])
    }
    fn random_shuffle(&mut self, value: Output, seed: i64, seed2: i64) -> Result<Output> {
        self.op1("RandomShuffle", &[value.into()], &[("seed", seed.into_attr()), ("seed2", seed2.into_attr())])
    }
    fn random_standard_normal(&mut self, shape: Output, seed: i64, seed2: i64, dtype: DType) -> Result<Output> {
        self.op1("RandomStandardNormal", &[shape.into()], &[("seed", seed.into_attr()), ("seed2", seed2.into_attr()), ("dtype", dtype.into_attr())])
    }
    fn random_uniform(&mut self, shape: Output, seed: i64, seed2: i64, dtype: DType) -> Result<Output> {
        self.op1("RandomUniform", &[shape.into()], &[("seed", seed.into_attr()), ("seed2", seed2.into_attr()), ("dtype", dtype.into_attr())])
    }
    fn random_uniform_int(&mut self, shape: Output, minval: Output, maxval: Output, seed: i64, seed2: i64) -> Result<Output> {
        self.op1("RandomUniformInt", &[shape.into(), minval.into(), maxval.into()], &[("seed", seed.into_attr()), ("seed2", seed2.into_attr())])
    }
    fn range(&mut self, start: Output, limit: Output, delta: Output) -> Result<Output> {
        self.op1("Range", &[start.into(), limit.into(), delta.into()], &[])
    }
    fn rank(&mut self, input: Output) -> Result<Output> {
        self.op1("Rank", &[input.into()], &[])
    }
    fn read_variable_op(&mut self, resource: Output, dtype: DType) -> Result<Output> {
        self.op1("ReadVariableOp", &[resource.into()], &[("dtype", dtype.into_attr())])
    }
    fn read_variable_or_op(&mut self, resource: Output, default: Output) -> Result<Output> {
        self.op1("ReadVariableOrOp", &[resource.into(), default.into()], &[])
    }
    fn real(&mut self, input: Output, tout: DType) -> Result<Output> {
        self.op1("Real", &[input.into()], &[("Tout", tout.into_attr())])
    }
    fn real_div(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("RealDiv", &[x.into(), y.into()], &[])
    }
    fn reciprocal(&mut self, x: Output) -> Result<Output> {
        self.op1("Reciprocal", &[x.into()], &[])
    }
    fn reciprocal_grad(&mut self, y: Output, dy: Output) -> Result<Output> {
        self.op1("ReciprocalGrad", &[y.into(), dy.into()], &[])
    }
    fn relu(&mut self, features: Output) -> Result<Output> {
        self.op1("Relu", &[features.into()], &[])
    }
    fn relu6(&mut self, features: Output) -> Result<Output> {
        self.op1("Relu6", &[features.into()], &[])
    }
    fn relu6_grad(&mut self, gradients: Output, features: Output) -> Result<Output> {
        self.op1("Relu6Grad", &[gradients.into(), features.into()], &[])
    }
    fn relu_grad(&mut self, gradients: Output, features: Output) -> Result<Output> {
        self.op1("ReluGrad", &[gradients.into(), features.into()], &[])
    }
    fn reshape(&mut self, tensor: Output, shape: Output) -> Result<Output> {
        self.op1("Reshape", &[tensor.into(), shape.into()], &[])
    }
    fn resource_apply_ada_max(&mut self, var: Output, m: Output, v: Output, beta1_power: Output, lr: Output, beta1: Output, beta2: Output, epsilon: Output, grad: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceApplyAdaMax", &[var.into(), m.into(), v.into(), beta1_power.into(), lr.into(), beta1.into(), beta2.into(), epsilon.into(), grad.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_apply_adadelta(&mut self, var: Output, accum: Output, accum_update: Output, lr: Output, rho: Output, epsilon: Output, grad: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceApplyAdadelta", &[var.into(), accum.into(), accum_update.into(), lr.into(), rho.into(), epsilon.into(), grad.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_apply_adagrad(&mut self, var: Output, accum: Output, lr: Output, grad: Output, use_locking: bool, update_slots: bool) -> Result<Outputs> {
        self.op("ResourceApplyAdagrad", &[var.into(), accum.into(), lr.into(), grad.into()], &[("use_locking", use_locking.into_attr()), ("update_slots", update_slots.into_attr())])
    }
    fn resource_apply_adagrad_da(&mut self, var: Output, gradient_accumulator: Output, gradient_squared_accumulator: Output, grad: Output, lr: Output, l1: Output, l2: Output, global_step: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceApplyAdagradDA", &[var.into(), gradient_accumulator.into(), gradient_squared_accumulator.into(), grad.into(), lr.into(), l1.into(), l2.into(), global_step.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_apply_adagrad_v2(&mut self, var: Output, accum: Output, lr: Output, epsilon: Output, grad: Output, use_locking: bool, update_slots: bool) -> Result<Outputs> {
        self.op("ResourceApplyAdagradV2", &[var.into(), accum.into(), lr.into(), epsilon.into(), grad.into()], &[("use_locking", use_locking.into_attr()), ("update_slots", update_slots.into_attr())])
    }
    fn resource_apply_adam(&mut self, var: Output, m: Output, v: Output, beta1_power: Output, beta2_power: Output, lr: Output, beta1: Output, beta2: Output, epsilon: Output, grad: Output, use_locking: bool, use_nesterov: bool) -> Result<Outputs> {
        self.op("ResourceApplyAdam", &[var.into(), m.into(), v.into(), beta1_power.into(), beta2_power.into(), lr.into(), beta1.into(), beta2.into(), epsilon.into(), grad.into()], &[("use_locking", use_locking.into_attr()), ("use_nesterov", use_nesterov.into_attr())])
    }
    fn resource_apply_add_sign(&mut self, var: Output, m: Output, lr: Output, alpha: Output, sign_decay: Output, beta: Output, grad: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceApplyAddSign", &[var.into(), m.into(), lr.into(), alpha.into(), sign_decay.into(), beta.into(), grad.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_apply_centered_rms_prop(&mut self, var: Output, mg: Output, ms: Output, mom: Output, lr: Output, rho: Output, momentum: Output, epsilon: Output, grad: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceApplyCenteredRMSProp", &[var.into(), mg.into(), ms.into(), mom.into(), lr.into(), rho.into(), momentum.into(), epsilon.into(), grad.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_apply_ftrl(&mut self, var: Output, accum: Output, linear: Output, grad: Output, lr: Output, l1: Output, l2: Output, lr_power: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceApplyFtrl", &[var.into(), accum.into(), linear.into(), grad.into(), lr.into(), l1.into(), l2.into(), lr_power.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_apply_ftrl_v2(&mut self, var: Output, accum: Output, linear: Output, grad: Output, lr: Output, l1: Output, l2: Output, l2_shrinkage: Output, lr_power: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceApplyFtrlV2", &[var.into(), accum.into(), linear.into(), grad.into(), lr.into(), l1.into(), l2.into(), l2_shrinkage.into(), lr_power.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_apply_gradient_descent(&mut self, var: Output, alpha: Output, delta: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceApplyGradientDescent", &[var.into(), alpha.into(), delta.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_apply_keras_momentum(&mut self, var: Output, accum: Output, lr: Output, grad: Output, momentum: Output, use_locking: bool, use_nesterov: bool) -> Result<Outputs> {
        self.op("ResourceApplyKerasMomentum", &[var.into(), accum.into(), lr.into(), grad.into(), momentum.into()], &[("use_locking", use_locking.into_attr()), ("use_nesterov", use_nesterov.into_attr())])
    }
    fn resource_apply_momentum(&mut self, var: Output, accum: Output, lr: Output, grad: Output, momentum: Output, use_locking: bool, use_nesterov: bool) -> Result<Outputs> {
        self.op("ResourceApplyMomentum", &[var.into(), accum.into(), lr.into(), grad.into(), momentum.into()], &[("use_locking", use_locking.into_attr()), ("use_nesterov", use_nesterov.into_attr())])
    }
    fn resource_apply_power_sign(&mut self, var: Output, m: Output, lr: Output, logbase: Output, sign_decay: Output, beta: Output, grad: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceApplyPowerSign", &[var.into(), m.into(), lr.into(), logbase.into(), sign_decay.into(), beta.into(), grad.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_apply_proximal_adagrad(&mut self, var: Output, accum: Output, lr: Output, l1: Output, l2: Output, grad: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceApplyProximalAdagrad", &[var.into(), accum.into(), lr.into(), l1.into(), l2.into(), grad.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_apply_proximal_gradient_descent(&mut self, var: Output, alpha: Output, l1: Output, l2: Output, delta: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceApplyProximalGradientDescent", &[var.into(), alpha.into(), l1.into(), l2.into(), delta.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_apply_rms_prop(&mut self, var: Output, ms: Output, mom: Output, lr: Output, rho: Output, momentum: Output, epsilon: Output, grad: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceApplyRMSProp", &[var.into(), ms.into(), mom.into(), lr.into(), rho.into(), momentum.into(), epsilon.into(), grad.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_count_up_to(&mut self, resource: Output, limit: i64, t: DType) -> Result<Output> {
        self.op1("ResourceCountUpTo", &[resource.into()], &[("limit", limit.into_attr()), ("T", t.into_attr())])
    }
    fn resource_gather(&mut self, resource: Output, indices: Output, batch_dims: i64, validate_indices: bool, dtype: DType) -> Result<Output> {
        self.op1("ResourceGather", &[resource.into(), indices.into()], &[("batch_dims", batch_dims.into_attr()), ("validate_indices", validate_indices.into_attr()), ("dtype", dtype.into_attr())])
    }
    fn resource_scatter_add(&mut self, resource: Output, indices: Output, updates: Output) -> Result<Outputs> {
        self.op("ResourceScatterAdd", &[resource.into(), indices.into(), updates.into()], &[])
    }
    fn resource_scatter_div(&mut self, resource: Output, indices: Output, updates: Output) -> Result<Outputs> {
        self.op("ResourceScatterDiv", &[resource.into(), indices.into(), updates.into()], &[])
    }
    fn resource_scatter_max(&mut self, resource: Output, indices: Output, updates: Output) -> Result<Outputs> {
        self.op("ResourceScatterMax", &[resource.into(), indices.into(), updates.into()], &[])
    }
    fn resource_scatter_min(&mut self, resource: Output, indices: Output, updates: Output) -> Result<Outputs> {
        self.op("ResourceScatterMin", &[resource.into(), indices.into(), updates.into()], &[])
    }
    fn resource_scatter_mul(&mut self, resource: Output, indices: Output, updates: Output) -> Result<Outputs> {
        self.op("ResourceScatterMul", &[resource.into(), indices.into(), updates.into()], &[])
    }
    fn resource_scatter_nd_add(&mut self, ref_: Output, indices: Output, updates: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceScatterNdAdd", &[ref_.into(), indices.into(), updates.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_scatter_nd_sub(&mut self, ref_: Output, indices: Output, updates: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceScatterNdSub", &[ref_.into(), indices.into(), updates.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_scatter_nd_update(&mut self, ref_: Output, indices: Output, updates: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceScatterNdUpdate", &[ref_.into(), indices.into(), updates.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_scatter_sub(&mut self, resource: Output, indices: Output, updates: Output) -> Result<Outputs> {
        self.op("ResourceScatterSub", &[resource.into(), indices.into(), updates.into()], &[])
    }
    fn resource_scatter_update(&mut self, resource: Output, indices: Output, updates: Output) -> Result<Outputs> {
        self.op("ResourceScatterUpdate", &[resource.into(), indices.into(), updates.into()], &[])
    }
    fn resource_sparse_apply_adadelta(&mut self, var: Output, accum: Output, accum_update: Output, lr: Output, rho: Output, epsilon: Output, grad: Output, indices: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceSparseApplyAdadelta", &[var.into(), accum.into(), accum_update.into(), lr.into(), rho.into(), epsilon.into(), grad.into(), indices.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_sparse_apply_adagrad(&mut self, var: Output, accum: Output, lr: Output, grad: Output, indices: Output, use_locking: bool, update_slots: bool) -> Result<Outputs> {
        self.op("ResourceSparseApplyAdagrad", &[var.into(), accum.into(), lr.into(), grad.into(), indices.into()], &[("use_locking", use_locking.into_attr()), ("update_slots", update_slots.into_attr())])
    }
    fn resource_sparse_apply_adagrad_da(&mut self, var: Output, gradient_accumulator: Output, gradient_squared_accumulator: Output, grad: Output, indices: Output, lr: Output, l1: Output, l2: Output, global_step: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceSparseApplyAdagradDA", &[var.into(), gradient_accumulator.into(), gradient_squared_accumulator.into(), grad.into(), indices.into(), lr.into(), l1.into(), l2.into(), global_step.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_sparse_apply_adagrad_v2(&mut self, var: Output, accum: Output, lr: Output, epsilon: Output, grad: Output, indices: Output, use_locking: bool, update_slots: bool) -> Result<Outputs> {
        self.op("ResourceSparseApplyAdagradV2", &[var.into(), accum.into(), lr.into(), epsilon.into(), grad.into(), indices.into()], &[("use_locking", use_locking.into_attr()), ("update_slots", update_slots.into_attr())])
    }
    fn resource_sparse_apply_centered_rms_prop(&mut self, var: Output, mg: Output, ms: Output, mom: Output, lr: Output, rho: Output, momentum: Output, epsilon: Output, grad: Output, indices: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceSparseApplyCenteredRMSProp", &[var.into(), mg.into(), ms.into(), mom.into(), lr.into(), rho.into(), momentum.into(), epsilon.into(), grad.into(), indices.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_sparse_apply_ftrl(&mut self, var: Output, accum: Output, linear: Output, grad: Output, indices: Output, lr: Output, l1: Output, l2: Output, lr_power: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceSparseApplyFtrl", &[var.into(), accum.into(), linear.into(), grad.into(), indices.into(), lr.into(), l1.into(), l2.into(), lr_power.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_sparse_apply_ftrl_v2(&mut self, var: Output, accum: Output, linear: Output, grad: Output, indices: Output, lr: Output, l1: Output, l2: Output, l2_shrinkage: Output, lr_power: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceSparseApplyFtrlV2", &[var.into(), accum.into(), linear.into(), grad.into(), indices.into(), lr.into(), l1.into(), l2.into(), l2_shrinkage.into(), lr_power.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_sparse_apply_keras_momentum(&mut self, var: Output, accum: Output, lr: Output, grad: Output, indices: Output, momentum: Output, use_locking: bool, use_nesterov: bool) -> Result<Outputs> {
        self.op("ResourceSparseApplyKerasMomentum", &[var.into(), accum.into(), lr.into(), grad.into(), indices.into(), momentum.into()], &[("use_locking", use_locking.into_attr()), ("use_nesterov", use_nesterov.into_attr())])
    }
    fn resource_sparse_apply_momentum(&mut self, var: Output, accum: Output, lr: Output, grad: Output, indices: Output, momentum: Output, use_locking: bool, use_nesterov: bool) -> Result<Outputs> {
        self.op("ResourceSparseApplyMomentum", &[var.into(), accum.into(), lr.into(), grad.into(), indices.into(), momentum.into()], &[("use_locking", use_locking.into_attr()), ("use_nesterov", use_nesterov.into_attr())])
    }
    fn resource_sparse_apply_proximal_adagrad(&mut self, var: Output, accum: Output, lr: Output, l1: Output, l2: Output, grad: Output, indices: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceSparseApplyProximalAdagrad", &[var.into(), accum.into(), lr.into(), l1.into(), l2.into(), grad.into(), indices.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_sparse_apply_proximal_gradient_descent(&mut self, var: Output, alpha: Output, l1: Output, l2: Output, grad: Output, indices: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceSparseApplyProximalGradientDescent", &[var.into(), alpha.into(), l1.into(), l2.into(), grad.into(), indices.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_sparse_apply_rms_prop(&mut self, var: Output, ms: Output, mom: Output, lr: Output, rho: Output, momentum: Output, epsilon: Output, grad: Output, indices: Output, use_locking: bool) -> Result<Outputs> {
        self.op("ResourceSparseApplyRMSProp", &[var.into(), ms.into(), mom.into(), lr.into(), rho.into(), momentum.into(), epsilon.into(), grad.into(), indices.into()], &[("use_locking", use_locking.into_attr())])
    }
    fn resource_strided_slice_assign(&mut self, ref_: Output, begin: Output, end: Output, strides: Output, value: Output, begin_mask: i64, end_mask: i64, ellipsis_mask: i64, new_axis_mask: i64, shrink_axis_mask: i64) -> Result<Outputs> {
        self.op("ResourceStridedSliceAssign", &[ref_.into(), begin.into(), end.into(), strides.into(), value.into()], &[("begin_mask", begin_mask.into_attr()), ("end_mask", end_mask.into_attr()), ("ellipsis_mask", ellipsis_mask.into_attr()), ("new_axis_mask", new_axis_mask.into_attr()), ("shrink_axis_mask", shrink_axis_mask.into_attr())])
    }
    fn reverse(&mut self, tensor: Output, dims: Output) -> Result<Output> {
        self.op1("Reverse", &[tensor.into(), dims.into()], &[])
    }
    fn reverse_sequence(&mut self, input: Output, seq_lengths: Output, seq_dim: i64, batch_dim: i64) -> Result<Output> {
        self.op1("ReverseSequence", &[input.into(), seq_lengths.into()], &[("seq_dim", seq_dim.into_attr()), ("batch_dim", batch_dim.into_attr())])
    }
    fn reverse_v2(&mut self, tensor: Output, axis: Output) -> Result<Output> {
        self.op1("ReverseV2", &[tensor.into(), axis.into()], &[])
    }
    fn right_shift(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("RightShift", &[x.into(), y.into()], &[])
    }
    fn rint(&mut self, x: Output) -> Result<Output> {
        self.op1("Rint", &[x.into()], &[])
    }
    fn roll(&mut self, input: Output, shift: Output, axis: Output) -> Result<Output> {
        self.op1("Roll", &[input.into(), shift.into(), axis.into()], &[])
    }
    fn round(&mut self, x: Output) -> Result<Output> {
        self.op1("Round", &[x.into()], &[])
    }
    fn rsqrt(&mut self, x: Output) -> Result<Output> {
        self.op1("Rsqrt", &[x.into()], &[])
    }
    fn rsqrt_grad(&mut self, y: Output, dy: Output) -> Result<Output> {
        self.op1("RsqrtGrad", &[y.into(), dy.into()], &[])
    }
    fn scatter_nd(&mut self, indices: Output, updates: Output, shape: Output) -> Result<Output> {
        self.op1("ScatterNd", &[indices.into(), updates.into(), shape.into()], &[])
    }
    fn scatter_nd_non_aliasing_add(&mut self, input: Output, indices: Output, updates: Output) -> Result<Output> {
        self.op1("ScatterNdNonAliasingAdd", &[input.into(), indices.into(), updates.into()], &[])
    }
    fn segment_max(&mut self, data: Output, segment_ids: Output) -> Result<Output> {
        self.op1("SegmentMax", &[data.into(), segment_ids.into()], &[])
    }
    fn segment_mean(&mut self, data: Output, segment_ids: Output) -> Result<Output> {
        self.op1("SegmentMean", &[data.into(), segment_ids.into()], &[])
    }
    fn segment_min(&mut self, data: Output, segment_ids: Output) -> Result<Output> {
        self.op1("SegmentMin", &[data.into(), segment_ids.into()], &[])
    }
    fn segment_prod(&mut self, data: Output, segment_ids: Output) -> Result<Output> {
        self.op1("SegmentProd", &[data.into(), segment_ids.into()], &[])
    }
    fn segment_sum(&mut self, data: Output, segment_ids: Output) -> Result<Output> {
        self.op1("SegmentSum", &[data.into(), segment_ids.into()], &[])
    }
    fn select(&mut self, condition: Output, t: Output, e: Output) -> Result<Output> {
        self.op1("Select", &[condition.into(), t.into(), e.into()], &[])
    }
    fn select_v2(&mut self, condition: Output, t: Output, e: Output) -> Result<Output> {
        self.op1("SelectV2", &[condition.into(), t.into(), e.into()], &[])
    }
    fn self_adjoint_eig_v2(&mut self, input: Output, compute_v: bool) -> Result<Outputs> {
        self.op("SelfAdjointEigV2", &[input.into()], &[("compute_v", compute_v.into_attr())])
    }
    fn selu(&mut self, features: Output) -> Result<Output> {
        self.op1("Selu", &[features.into()], &[])
    }
    fn selu_grad(&mut self, gradients: Output, outputs: Output) -> Result<Output> {
        self.op1("SeluGrad", &[gradients.into(), outputs.into()], &[])
    }
    fn set_size(&mut self, set_indices: Output, set_values: Output, set_shape: Output, validate_indices: bool) -> Result<Output> {
        self.op1("SetSize", &[set_indices.into(), set_values.into(), set_shape.into()], &[("validate_indices", validate_indices.into_attr())])
    }
    fn shape(&mut self, input: Output, out_type: DType) -> Result<Output> {
        self.op1("Shape", &[input.into()], &[("out_type", out_type.into_attr())])
    }
    fn shape_n(&mut self, input: &[Output], out_type: DType) -> Result<Outputs> {
        self.op("ShapeN", &[input.into()], &[("out_type", out_type.into_attr())])
    }
    fn sigmoid(&mut self, x: Output) -> Result<Output> {
        self.op1("Sigmoid", &[x.into()], &[])
    }
    fn sigmoid_grad(&mut self, y: Output, dy: Output) -> Result<Output> {
        self.op1("SigmoidGrad", &[y.into(), dy.into()], &[])
    }
    fn sign(&mut self, x: Output) -> Result<Output> {
        self.op1("Sign", &[x.into()], &[])
    }
    fn sin(&mut self, x: Output) -> Result<Output> {
        self.op1("Sin", &[x.into()], &[])
    }
    fn sinh(&mut self, x: Output) -> Result<Output> {
        self.op1("Sinh", &[x.into()], &[])
    }
    fn size(&mut self, input: Output, out_type: DType) -> Result<Output> {
        self.op1("Size", &[input.into()], &[("out_type", out_type.into_attr())])
    }
    fn slice(&mut self, input: Output, begin: Output, size: Output) -> Result<Output> {
        self.op1("Slice", &[input.into(), begin.into(), size.into()], &[])
    }
    fn snapshot(&mut self, input: Output) -> Result<Output> {
        self.op1("Snapshot", &[input.into()], &[])
    }
    fn softmax(&mut self, logits: Output) -> Result<Output> {
        self.op1("Softmax", &[logits.into()], &[])
    }
    fn softmax_cross_entropy_with_logits(&mut self, features: Output, labels: Output) -> Result<Outputs> {
        self.op("SoftmaxCrossEntropyWithLogits", &[features.into(), labels.into()], &[])
    }
    fn softplus(&mut self, features: Output) -> Result<Output> {
        self.op1("Softplus", &[features.into()], &[])
    }
    fn softplus_grad(&mut self, gradients: Output, features: Output) -> Result<Output> {
        self.op1("SoftplusGrad", &[gradients.into(), features.into()], &[])
    }
    fn softsign(&mut self, features: Output) -> Result<Output> {
        self.op1("Softsign", &[features.into()], &[])
    }
    fn softsign_grad(&mut self, gradients: Output, features: Output) -> Result<Output> {
        self.op1("SoftsignGrad", &[gradients.into(), features.into()], &[])
    }
    fn space_to_batch(&mut self, input: Output, paddings: Output, block_size: i64) -> Result<Output> {
        self.op1("SpaceToBatch", &[input.into(), paddings.into()], &[("block_size", block_size.into_attr())])
    }
    fn space_to_batch_nd(&mut self, input: Output, block_shape: Output, paddings: Output) -> Result<Output> {
        self.op1("SpaceToBatchND", &[input.into(), block_shape.into(), paddings.into()], &[])
    }
    fn space_to_depth(&mut self, input: Output, block_size: i64, data_format: &str) -> Result<Output> {
        self.op1("SpaceToDepth", &[input.into()], &[("block_size", block_size.into_attr()), ("data_format", data_format.into_attr())])
    }
    fn sparse_add(&mut self, a_indices: Output, a_values: Output, a_shape: Output, b_indices: Output, b_values: Output, b_shape: Output, thresh: Output) -> Result<Outputs> {
        self.op("SparseAdd", &[a_indices.into(), a_values.into(), a_shape.into(), b_indices.into(), b_values.into(), b_shape.into(), thresh.into()], &[])
    }
    fn sparse_add_grad(&mut self, backprop_val_grad: Output, a_indices: Output, b_indices: Output, sum_indices: Output) -> Result<Outputs> {
        self.op("SparseAddGrad", &[backprop_val_grad.into(), a_indices.into(), b_indices.into(), sum_indices.into()], &[])
    }
    fn sparse_concat(&mut self, indices: &[Output], values: &[Output], shapes: &[Output], concat_dim: i64) -> Result<Outputs> {
        self.op("SparseConcat", &[indices.into(), values.into(), shapes.into()], &[("concat_dim", concat_dim.into_attr())])
    }
    fn sparse_dense_cwise_add(&mut self, sp_indices: Output, sp_values: Output, sp_shape: Output, dense: Output) -> Result<Output> {
        self.op1("SparseDenseCwiseAdd", &[sp_indices.into(), sp_values.into(), sp_shape.into(), dense.into()], &[])
    }
    fn sparse_dense_cwise_div(&mut self, sp_indices: Output, sp_values: Output, sp_shape: Output, dense: Output) -> Result<Output> {
        self.op1("SparseDenseCwiseDiv", &[sp_indices.into(), sp_values.into(), sp_shape.into(), dense.into()], &[])
    }
    fn sparse_dense_cwise_mul(&mut self, sp_indices: Output, sp_values: Output, sp_shape: Output, dense: Output) -> Result<Output> {
        self.op1("SparseDenseCwiseMul", &[sp_indices.into(), sp_values.into(), sp_shape.into(), dense.into()], &[])
    }
    fn sparse_fill_empty_rows(&mut self, indices: Output, values: Output, dense_shape: Output, default_value: Output) -> Result<Outputs> {
        self.op("SparseFillEmptyRows", &[indices.into(), values.into(), dense_shape.into(), default_value.into()], &[])
    }
    fn sparse_fill_empty_rows_grad(&mut self, reverse_index_map: Output, grad_values: Output) -> Result<Outputs> {
        self.op("SparseFillEmptyRowsGrad", &[reverse_index_map.into(), grad_values.into()], &[])
    }
    fn sparse_mat_mul(&mut self, a: Output, b: Output, transpose_a: bool, transpose_b: bool, a_is_sparse: bool, b_is_sparse: bool) -> Result<Output> {
        self.op1("SparseMatMul", &[a.into(), b.into()], &[("transpose_a", transpose_a.into_attr()), ("transpose_b", transpose_b.into_attr()), ("a_is_sparse", a_is_sparse.into_attr()), ("b_is_sparse", b_is_sparse.into_attr())])
    }
    fn sparse_reduce_max(&mut self, input_indices: Output, input_values: Output, input_shape: Output, reduction_axes: Output, keep_dims: bool) -> Result<Output> {
        self.op1("SparseReduceMax", &[input_indices.into(), input_values.into(), input_shape.into(), reduction_axes.into()], &[("keep_dims", keep_dims.into_attr())])
    }
    fn sparse_reduce_max_sparse(&mut self, input_indices: Output, input_values: Output, input_shape: Output, reduction_axes: Output, keep_dims: bool) -> Result<Outputs> {
        self.op("SparseReduceMaxSparse", &[input_indices.into(), input_values.into(), input_shape.into(), reduction_axes.into()], &[("keep_dims", keep_dims.into_attr())])
    }
    fn sparse_reduce_sum(&mut self, input_indices: Output, input_values: Output, input_shape: Output, reduction_axes: Output, keep_dims: bool) -> Result<Output> {
        self.op1("SparseReduceSum", &[input_indices.into(), input_values.into(), input_shape.into(), reduction_axes.into()], &[("keep_dims", keep_dims.into_attr())])
    }
    fn sparse_reduce_sum_sparse(&mut self, input_indices: Output, input_values: Output, input_shape: Output, reduction_axes: Output, keep_dims: bool) -> Result<Outputs> {
        self.op("SparseReduceSumSparse", &[input_indices.into(), input_values.into(), input_shape.into(), reduction_axes.into()], &[("keep_dims", keep_dims.into_attr())])
    }
    fn sparse_reorder(&mut self, input_indices: Output, input_values: Output, input_shape: Output) -> Result<Outputs> {
        self.op("SparseReorder", &[input_indices.into(), input_values.into(), input_shape.into()], &[])
    }
    fn sparse_reshape(&mut self, input_indices: Output, input_shape: Output, new_shape: Output) -> Result<Outputs> {
        self.op("SparseReshape", &[input_indices.into(), input_shape.into(), new_shape.into()], &[])
    }
    fn sparse_segment_mean(&mut self, data: Output, indices: Output, segment_ids: Output) -> Result<Output> {
        self.op1("SparseSegmentMean", &[data.into(), indices.into(), segment_ids.into()], &[])
    }
    fn sparse_segment_mean_grad(&mut self, grad: Output, indices: Output, segment_ids: Output, output_dim0: Output) -> Result<Output> {
        self.op1("SparseSegmentMeanGrad", &[grad.into(), indices.into(), segment_ids.into(), output_dim0.into()], &[])
    }
    fn sparse_segment_mean_with_num_segments(&mut self, data: Output, indices: Output, segment_ids: Output, num_segments: Output) -> Result<Output> {
        self.op1("SparseSegmentMeanWithNumSegments", &[data.into(), indices.into(), segment_ids.into(), num_segments.into()], &[])
    }
    fn sparse_segment_sqrt_n(&mut self, data: Output, indices: Output, segment_ids: Output) -> Result<Output> {
        self.op1("SparseSegmentSqrtN", &[data.into(), indices.into(), segment_ids.into()], &[])
    }
    fn sparse_segment_sqrt_n_grad(&mut self, grad: Output, indices: Output, segment_ids: Output, output_dim0: Output) -> Result<Output> {
        self.op1("SparseSegmentSqrtNGrad", &[grad.into(), indices.into(), segment_ids.into(), output_dim0.into()], &[])
    }
    fn sparse_segment_sqrt_n_with_num_segments(&mut self, data: Output, indices: Output, segment_ids: Output, num_segments: Output) -> Result<Output> {
        self.op1("SparseSegmentSqrtNWithNumSegments", &[data.into(), indices.into(), segment_ids.into(), num_segments.into()], &[])
    }
    fn sparse_segment_sum(&mut self, data: Output, indices: Output, segment_ids: Output) -> Result<Output> {
        self.op1("SparseSegmentSum", &[data.into(), indices.into(), segment_ids.into()], &[])
    }
    fn sparse_segment_sum_with_num_segments(&mut self, data: Output, indices: Output, segment_ids: Output, num_segments: Output) -> Result<Output> {
        self.op1("SparseSegmentSumWithNumSegments", &[data.into(), indices.into(), segment_ids.into(), num_segments.into()], &[])
    }
    fn sparse_slice(&mut self, indices: Output, values: Output, shape: Output, start: Output, size: Output) -> Result<Outputs> {
        self.op("SparseSlice", &[indices.into(), values.into(), shape.into(), start.into(), size.into()], &[])
    }
    fn sparse_slice_grad(&mut self, backprop_val_grad: Output, input_indices: Output, input_start: Output, output_indices: Output) -> Result<Output> {
        self.op1("SparseSliceGrad", &[backprop_val_grad.into(), input_indices.into(), input_start.into(), output_indices.into()], &[])
    }
    fn sparse_softmax(&mut self, sp_indices: Output, sp_values: Output, sp_shape: Output) -> Result<Output> {
        self.op1("SparseSoftmax", &[sp_indices.into(), sp_values.into(), sp_shape.into()], &[])
    }
    fn sparse_softmax_cross_entropy_with_logits(&mut self, features: Output, labels: Output) -> Result<Outputs> {
        self.op("SparseSoftmaxCrossEntropyWithLogits", &[features.into(), labels.into()], &[])
    }
    fn sparse_sparse_maximum(&mut self, a_indices: Output, a_values: Output, a_shape: Output, b_indices: Output, b_values: Output, b_shape: Output) -> Result<Outputs> {
        self.op("SparseSparseMaximum", &[a_indices.into(), a_values.into(), a_shape.into(), b_indices.into(), b_values.into(), b_shape.into()], &[])
    }
    fn sparse_sparse_minimum(&mut self, a_indices: Output, a_values: Output, a_shape: Output, b_indices: Output, b_values: Output, b_shape: Output) -> Result<Outputs> {
        self.op("SparseSparseMinimum", &[a_indices.into(), a_values.into(), a_shape.into(), b_indices.into(), b_values.into(), b_shape.into()], &[])
    }
    fn sparse_split(&mut self, split_dim: Output, indices: Output, values: Output, shape: Output, num_split: i64) -> Result<Outputs> {
        self.op("SparseSplit", &[split_dim.into(), indices.into(), values.into(), shape.into()], &[("num_split", num_split.into_attr())])
    }
    fn sparse_tensor_dense_add(&mut self, a_indices: Output, a_values: Output, a_shape: Output, b: Output) -> Result<Output> {
        self.op1("SparseTensorDenseAdd", &[a_indices.into(), a_values.into(), a_shape.into(), b.into()], &[])
    }
    fn sparse_tensor_dense_mat_mul(&mut self, a_indices: Output, a_values: Output, a_shape: Output, b: Output, adjoint_a: bool, adjoint_b: bool) -> Result<Output> {
        self.op1("SparseTensorDenseMatMul", &[a_indices.into(), a_values.into(), a_shape.into(), b.into()], &[("adjoint_a", adjoint_a.into_attr()), ("adjoint_b", adjoint_b.into_attr())])
    }
    fn sparse_to_dense(&mut self, sparse_indices: Output, output_shape: Output, sparse_values: Output, default_value: Output, validate_indices: bool) -> Result<Output> {
        self.op1("SparseToDense", &[sparse_indices.into(), output_shape.into(), sparse_values.into(), default_value.into()], &[("validate_indices", validate_indices.into_attr())])
    }
    fn sparse_to_sparse_set_operation(&mut self, set1_indices: Output, set1_values: Output, set1_shape: Output, set2_indices: Output, set2_values: Output, set2_shape: Output, set_operation: &str, validate_indices: bool) -> Result<Outputs> {
        self.op("SparseToSparseSetOperation", &[set1_indices.into(), set1_values.into(), set1_shape.into(), set2_indices.into(), set2_values.into(), set2_shape.into()], &[("set_operation", set_operation.into_attr()), ("validate_indices", validate_indices.into_attr())])
    }
    fn split(&mut self, split_dim: Output, value: Output, num_split: i64) -> Result<Outputs> {
        self.op("Split", &[split_dim.into(), value.into()], &[("num_split", num_split.into_attr())])
    }
    fn split_v(&mut self, value: Output, size_splits: Output, split_dim: Output, num_split: i64) -> Result<Outputs> {
        self.op("SplitV", &[value.into(), size_splits.into(), split_dim.into()], &[("num_split", num_split.into_attr())])
    }
    fn sqrt(&mut self, x: Output) -> Result<Output> {
        self.op1("Sqrt", &[x.into()], &[])
    }
    fn sqrt_grad(&mut self, y: Output, dy: Output) -> Result<Output> {
        self.op1("SqrtGrad", &[y.into(), dy.into()], &[])
    }
    fn square(&mut self, x: Output) -> Result<Output> {
        self.op1("Square", &[x.into()], &[])
    }
    fn squared_difference(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("SquaredDifference", &[x.into(), y.into()], &[])
    }
    fn squeeze(&mut self, input: Output, squeeze_dims: &[i64]) -> Result<Output> {
        self.op1("Squeeze", &[input.into()], &[("squeeze_dims", squeeze_dims.into_attr())])
    }
    fn stateless_if(&mut self, cond: Output, input: &[Output], tout: &[DType], then_branch: &str, else_branch: &str, output_shapes: &[Shape]) -> Result<Outputs> {
        self.op("StatelessIf", &[cond.into(), input.into()], &[("Tout", tout.into_attr()), ("then_branch", then_branch.into_attr()), ("else_branch", else_branch.into_attr()), ("output_shapes", output_shapes.into_attr())])
    }
    fn stateless_multinomial(&mut self, logits: Output, num_samples: Output, seed: Output, output_dtype: DType) -> Result<Output> {
        self.op1("StatelessMultinomial", &[logits.into(), num_samples.into(), seed.into()], &[("output_dtype", output_dtype.into_attr())])
    }
    fn stateless_random_normal(&mut self, shape: Output, seed: Output, dtype: DType) -> Result<Output> {
        self.op1("StatelessRandomNormal", &[shape.into(), seed.into()], &[("dtype", dtype.into_attr())])
    }
    fn stateless_random_uniform(&mut self, shape: Output, seed: Output, dtype: DType) -> Result<Output> {
        self.op1("StatelessRandomUniform", &[shape.into(), seed.into()], &[("dtype", dtype.into_attr())])
    }
    fn stateless_random_uniform_int(&mut self, shape: Output, seed: Output, minval: Output, maxval: Output) -> Result<Output> {
        self.op1("StatelessRandomUniformInt", &[shape.into(), seed.into(), minval.into(), maxval.into()], &[])
    }
    fn stateless_truncated_normal(&mut self, shape: Output, seed: Output, dtype: DType) -> Result<Output> {
        self.op1("StatelessTruncatedNormal", &[shape.into(), seed.into()], &[("dtype", dtype.into_attr())])
    }
    fn stateless_while(&mut self, input: &[Output], cond: &str, body: &str, output_shapes: &[Shape], parallel_iterations: i64) -> Result<Outputs> {
        self.op("StatelessWhile", &[input.into()], &[("cond", cond.into_attr()), ("body", body.into_attr()), ("output_shapes", output_shapes.into_attr()), ("parallel_iterations", parallel_iterations.into_attr())])
    }
    fn stop_gradient(&mut self, input: Output) -> Result<Output> {
        self.op1("StopGradient", &[input.into()], &[])
    }
    fn strided_slice(&mut self, input: Output, begin: Output, end: Output, strides: Output, begin_mask: i64, end_mask: i64, ellipsis_mask: i64, new_axis_mask: i64, shrink_axis_mask: i64) -> Result<Output> {
        self.op1("StridedSlice", &[input.into(), begin.into(), end.into(), strides.into()], &[("begin_mask", begin_mask.into_attr()), ("end_mask", end_mask.into_attr()), ("ellipsis_mask", ellipsis_mask.into_attr()), ("new_axis_mask", new_axis_mask.into_attr()), ("shrink_axis_mask", shrink_axis_mask.into_attr())])
    }
    fn strided_slice_grad(&mut self, shape: Output, begin: Output, end: Output, strides: Output, dy: Output, begin_mask: i64, end_mask: i64, ellipsis_mask: i64, new_axis_mask: i64, shrink_axis_mask: i64) -> Result<Output> {
        self.op1("StridedSliceGrad", &[shape.into(), begin.into(), end.into(), strides.into(), dy.into()], &[("begin_mask", begin_mask.into_attr()), ("end_mask", end_mask.into_attr()), ("ellipsis_mask", ellipsis_mask.into_attr()), ("new_axis_mask", new_axis_mask.into_attr()), ("shrink_axis_mask", shrink_axis_mask.into_attr())])
    }
    fn string_format(&mut self, inputs: &[Output], template: &str, placeholder: &str, summarize: i64) -> Result<Output> {
        self.op1("StringFormat", &[inputs.into()], &[("template", template.into_attr()), ("placeholder", placeholder.into_attr()), ("summarize", summarize.into_attr())])
    }
    fn sub(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Sub", &[x.into(), y.into()], &[])
    }
    fn sum(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output> {
        self.op1("Sum", &[input.into(), reduction_indices.into()], &[("keep_dims", keep_dims.into_attr())])
    }
    fn svd(&mut self, input: Output, compute_uv: bool, full_matrices: bool) -> Result<Outputs> {
        self.op("Svd", &[input.into()], &[("compute_uv", compute_uv.into_attr()), ("full_matrices", full_matrices.into_attr())])
    }
    fn tan(&mut self, x: Output) -> Result<Output> {
        self.op1("Tan", &[x.into()], &[])
    }
    fn tanh(&mut self, x: Output) -> Result<Output> {
        self.op1("Tanh", &[x.into()], &[])
    }
    fn tanh_grad(&mut self, y: Output, dy: Output) -> Result<Output> {
        self.op1("TanhGrad", &[y.into(), dy.into()], &[])
    }
    fn tensor_scatter_add(&mut self, tensor: Output, indices: Output, updates: Output) -> Result<Output> {
        self.op1("TensorScatterAdd", &[tensor.into(), indices.into(), updates.into()], &[])
    }
    fn tensor_scatter_sub(&mut self, tensor: Output, indices: Output, updates: Output) -> Result<Output> {
        self.op1("TensorScatterSub", &[tensor.into(), indices.into(), updates.into()], &[])
    }
    fn tensor_scatter_update(&mut self, tensor: Output, indices: Output, updates: Output) -> Result<Output> {
        self.op1("TensorScatterUpdate", &[tensor.into(), indices.into(), updates.into()], &[])
    }
    fn tensor_strided_slice_update(&mut self, input: Output, begin: Output, end: Output, strides: Output, value: Output, begin_mask: i64, end_mask: i64, ellipsis_mask: i64, new_axis_mask: i64, shrink_axis_mask: i64) -> Result<Output> {
        self.op1("TensorStridedSliceUpdate", &[input.into(), begin.into(), end.into(), strides.into(), value.into()], &[("begin_mask", begin_mask.into_attr()), ("end_mask", end_mask.into_attr()), ("ellipsis_mask", ellipsis_mask.into_attr()), ("new_axis_mask", new_axis_mask.into_attr()), ("shrink_axis_mask", shrink_axis_mask.into_attr())])
    }
    fn thread_unsafe_unigram_candidate_sampler(&mut self, true_classes: Output, num_true: i64, num_sampled: i64, unique: bool, range_max: i64, seed: i64, seed2: i64) -> Result<Outputs> {
        self.op("ThreadUnsafeUnigramCandidateSampler", &[true_classes.into()], &[("num_true", num_true.into_attr()), ("num_sampled", num_sampled.into_attr()), ("unique", unique.into_attr()), ("range_max", range_max.into_attr()), ("seed", seed.into_attr()), ("seed2", seed2.into_attr())])
    }
    fn tile(&mut self, input: Output, multiples: Output) -> Result<Output> {
        self.op1("Tile", &[input.into(), multiples.into()], &[])
    }
    fn timestamp(&mut self) -> Result<Output> {
        self.op1("Timestamp", &[], &[])
    }
    fn top_k(&mut self, input: Output, k: i64, sorted: bool) -> Result<Outputs> {
        self.op("TopK", &[input.into()], &[("k", k.into_attr()), ("sorted", sorted.into_attr())])
    }
    fn top_kv2(&mut self, input: Output, k: Output, sorted: bool) -> Result<Outputs> {
        self.op("TopKV2", &[input.into(), k.into()], &[("sorted", sorted.into_attr())])
    }
    fn transpose(&mut self, x: Output, perm: Output) -> Result<Output> {
        self.op1("Transpose", &[x.into(), perm.into()], &[])
    }
    fn tridiagonal_mat_mul(&mut self, superdiag: Output, maindiag: Output, subdiag: Output, rhs: Output) -> Result<Output> {
        self.op1("TridiagonalMatMul", &[superdiag.into(), maindiag.into(), subdiag.into(), rhs.into()], &[])
    }
    fn tridiagonal_solve(&mut self, diagonals: Output, rhs: Output, partial_pivoting: bool) -> Result<Output> {
        self.op1("TridiagonalSolve", &[diagonals.into(), rhs.into()], &[("partial_pivoting", partial_pivoting.into_attr())])
    }
    fn truncate_div(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("TruncateDiv", &[x.into(), y.into()], &[])
    }
    fn truncate_mod(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("TruncateMod", &[x.into(), y.into()], &[])
    }
    fn truncated_normal(&mut self, shape: Output, seed: i64, seed2: i64, dtype: DType) -> Result<Output> {
        self.op1("TruncatedNormal", &[shape.into()], &[("seed", seed.into_attr()), ("seed2", seed2.into_attr()), ("dtype", dtype.into_attr())])
    }
    fn uniform_candidate_sampler(&mut self, true_classes: Output, num_true: i64, num_sampled: i64, unique: bool, range_max: i64, seed: i64, seed2: i64) -> Result<Outputs> {
        self.op("UniformCandidateSampler", &[true_classes.into()], &[("num_true", num_true.into_attr()), ("num_sampled", num_sampled.into_attr()), ("unique", unique.into_attr()), ("range_max", range_max.into_attr()), ("seed", seed.into_attr()), ("seed2", seed2.into_attr())])
    }
    fn unique(&mut self, x: Output, out_idx: DType) -> Result<Outputs> {
        self.op("Unique", &[x.into()], &[("out_idx", out_idx.into_attr())])
    }
    fn unique_v2(&mut self, x: Output, axis: Output, out_idx: DType) -> Result<Outputs> {
        self.op("UniqueV2", &[x.into(), axis.into()], &[("out_idx", out_idx.into_attr())])
    }
    fn unique_with_counts(&mut self, x: Output, out_idx: DType) -> Result<Outputs> {
        self.op("UniqueWithCounts", &[x.into()], &[("out_idx", out_idx.into_attr())])
    }
    fn unique_with_counts_v2(&mut self, x: Output, axis: Output, out_idx: DType) -> Result<Outputs> {
        self.op("UniqueWithCountsV2", &[x.into(), axis.into()], &[("out_idx", out_idx.into_attr())])
    }
    fn unpack(&mut self, value: Output, num: i64, axis: i64) -> Result<Outputs> {
        self.op("Unpack", &[value.into()], &[("num", num.into_attr()), ("axis", axis.into_attr())])
    }
    fn unravel_index(&mut self, indices: Output, dims: Output) -> Result<Output> {
        self.op1("UnravelIndex", &[indices.into(), dims.into()], &[])
    }
    fn unsorted_segment_max(&mut self, data: Output, segment_ids: Output, num_segments: Output) -> Result<Output> {
        self.op1("UnsortedSegmentMax", &[data.into(), segment_ids.into(), num_segments.into()], &[])
    }
    fn unsorted_segment_min(&mut self, data: Output, segment_ids: Output, num_segments: Output) -> Result<Output> {
        self.op1("UnsortedSegmentMin", &[data.into(), segment_ids.into(), num_segments.into()], &[])
    }
    fn unsorted_segment_prod(&mut self, data: Output, segment_ids: Output, num_segments: Output) -> Result<Output> {
        self.op1("UnsortedSegmentProd", &[data.into(), segment_ids.into(), num_segments.into()], &[])
    }
    fn unsorted_segment_sum(&mut self, data: Output, segment_ids: Output, num_segments: Output) -> Result<Output> {
        self.op1("UnsortedSegmentSum", &[data.into(), segment_ids.into(), num_segments.into()], &[])
    }
    fn upper_bound(&mut self, sorted_inputs: Output, values: Output, out_type: DType) -> Result<Output> {
        self.op1("UpperBound", &[sorted_inputs.into(), values.into()], &[("out_type", out_type.into_attr())])
    }
    fn var_handle_op(&mut self, container: &str, shared_name: &str, dtype: DType, shape: &Shape) -> Result<Output> {
        self.op1("VarHandleOp", &[], &[("container", container.into_attr()), ("shared_name", shared_name.into_attr()), ("dtype", dtype.into_attr()), ("shape", shape.into_attr())])
    }
    fn var_is_initialized_op(&mut self, resource: Output) -> Result<Output> {
        self.op1("VarIsInitializedOp", &[resource.into()], &[])
    }
    fn variable_shape(&mut self, input: Output, out_type: DType) -> Result<Output> {
        self.op1("VariableShape", &[input.into()], &[("out_type", out_type.into_attr())])
    }
    fn where_(&mut self, input: Output) -> Result<Output> {
        self.op1("Where", &[input.into()], &[])
    }
    fn while_(&mut self, input: &[Output], cond: &str, body: &str, output_shapes: &[Shape], parallel_iterations: i64) -> Result<Outputs> {
        self.op("While", &[input.into()], &[("cond", cond.into_attr()), ("body", body.into_attr()), ("output_shapes", output_shapes.into_attr()), ("parallel_iterations", parallel_iterations.into_attr())])
    }
    fn xdivy(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Xdivy", &[x.into(), y.into()], &[])
    }
    fn xlogy(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Xlogy", &[x.into(), y.into()], &[])
    }
    fn zeros_like(&mut self, x: Output) -> Result<Output> {
        self.op1("ZerosLike", &[x.into()], &[])
    }
    fn zeta(&mut self, x: Output, q: Output) -> Result<Output> {
        self.op1("Zeta", &[x.into(), q.into()], &[])
    }
    fn add_patches(&mut self, patches: Output, shape: Output, ksizes: &[i64], strides: &[i64], rates: &[i64], padding: &str) -> Result<Output> {
        self.op1("_AddPatches", &[patches.into(), shape.into()], &[("ksizes", ksizes.into_attr()), ("strides", strides.into_attr()), ("rates", rates.into_attr()), ("padding", padding.into_attr())])
    }
    fn apply_ada_max_step(&mut self, var: Output, m: Output, v: Output, rate: Output, beta1: Output, beta2: Output, epsilon: Output, grad: Output) -> Result<Outputs> {
        self.op("_ApplyAdaMaxStep", &[var.into(), m.into(), v.into(), rate.into(), beta1.into(), beta2.into(), epsilon.into(), grad.into()], &[])
    }
    fn apply_adadelta_step(&mut self, var: Output, accum: Output, accum_update: Output, lr: Output, rho: Output, epsilon: Output, grad: Output) -> Result<Outputs> {
        self.op("_ApplyAdadeltaStep", &[var.into(), accum.into(), accum_update.into(), lr.into(), rho.into(), epsilon.into(), grad.into()], &[])
    }
    fn apply_adagrad_da_step(&mut self, var: Output, sum: Output, squares: Output, grad: Output, lr: Output, l1: Output, l2: Output, steps: Output) -> Result<Outputs> {
        self.op("_ApplyAdagradDAStep", &[var.into(), sum.into(), squares.into(), grad.into(), lr.into(), l1.into(), l2.into(), steps.into()], &[])
    }
    fn apply_adagrad_step(&mut self, var: Output, accum: Output, lr: Output, grad: Output, update_slots: bool) -> Result<Outputs> {
        self.op("_ApplyAdagradStep", &[var.into(), accum.into(), lr.into(), grad.into()], &[("update_slots", update_slots.into_attr())])
    }
    fn apply_adagrad_v2_step(&mut self, var: Output, accum: Output, lr: Output, epsilon: Output, grad: Output, update_slots: bool) -> Result<Outputs> {
        self.op("_ApplyAdagradV2Step", &[var.into(), accum.into(), lr.into(), epsilon.into(), grad.into()], &[("update_slots", update_slots.into_attr())])
    }
    fn apply_adam_step(&mut self, var: Output, m: Output, v: Output, alpha: Output, beta1: Output, beta2: Output, epsilon: Output, grad: Output, use_nesterov: bool) -> Result<Outputs> {
        self.op("_ApplyAdamStep", &[var.into(), m.into(), v.into(), alpha.into(), beta1.into(), beta2.into(), epsilon.into(), grad.into()], &[("use_nesterov", use_nesterov.into_attr())])
    }
    fn apply_add_sign_step(&mut self, var: Output, m: Output, lr: Output, alpha: Output, sign_decay: Output, beta: Output, grad: Output) -> Result<Outputs> {
        self.op("_ApplyAddSignStep", &[var.into(), m.into(), lr.into(), alpha.into(), sign_decay.into(), beta.into(), grad.into()], &[])
    }
    fn apply_centered_rms_prop_step(&mut self, var: Output, mg: Output, ms: Output, mom: Output, lr: Output, rho: Output, momentum: Output, epsilon: Output, grad: Output) -> Result<Outputs> {
        self.op("_ApplyCenteredRMSPropStep", &[var.into(), mg.into(), ms.into(), mom.into(), lr.into(), rho.into(), momentum.into(), epsilon.into(), grad.into()], &[])
    }
    fn apply_ftrl_step(&mut self, var: Output, accum: Output, linear: Output, grad: Output, lr: Output, l1: Output, l2: Output, l2_shrinkage: Output, lr_power: Output, square_root: bool) -> Result<Outputs> {
        self.op("_ApplyFtrlStep", &[var.into(), accum.into(), linear.into(), grad.into(), lr.into(), l1.into(), l2.into(), l2_shrinkage.into(), lr_power.into()], &[("square_root", square_root.into_attr())])
    }
    fn apply_gradient_descent_step(&mut self, var: Output, alpha: Output, delta: Output) -> Result<Output> {
        self.op1("_ApplyGradientDescentStep", &[var.into(), alpha.into(), delta.into()], &[])
    }
    fn apply_keras_momentum_step(&mut self, var: Output, accum: Output, lr: Output, grad: Output, momentum: Output, use_nesterov: bool) -> Result<Outputs> {
        self.op("_ApplyKerasMomentumStep", &[var.into(), accum.into(), lr.into(), grad.into(), momentum.into()], &[("use_nesterov", use_nesterov.into_attr())])
    }
    fn apply_momentum_step(&mut self, var: Output, accum: Output, lr: Output, grad: Output, momentum: Output, use_nesterov: bool) -> Result<Outputs> {
        self.op("_ApplyMomentumStep", &[var.into(), accum.into(), lr.into(), grad.into(), momentum.into()], &[("use_nesterov", use_nesterov.into_attr())])
    }
    fn apply_power_sign_step(&mut self, var: Output, m: Output, lr: Output, logbase: Output, sign_decay: Output, beta: Output, grad: Output) -> Result<Outputs> {
        self.op("_ApplyPowerSignStep", &[var.into(), m.into(), lr.into(), logbase.into(), sign_decay.into(), beta.into(), grad.into()], &[])
    }
    fn apply_proximal_adagrad_step(&mut self, var: Output, accum: Output, lr: Output, l1: Output, l2: Output, grad: Output) -> Result<Outputs> {
        self.op("_ApplyProximalAdagradStep", &[var.into(), accum.into(), lr.into(), l1.into(), l2.into(), grad.into()], &[])
    }
    fn apply_proximal_gradient_descent_step(&mut self, var: Output, alpha: Output, l1: Output, l2: Output, delta: Output) -> Result<Output> {
        self.op1("_ApplyProximalGradientDescentStep", &[var.into(), alpha.into(), l1.into(), l2.into(), delta.into()], &[])
    }
    fn apply_rms_prop_step(&mut self, var: Output, ms: Output, mom: Output, lr: Output, rho: Output, momentum: Output, epsilon: Output, grad: Output) -> Result<Outputs> {
        self.op("_ApplyRMSPropStep", &[var.into(), ms.into(), mom.into(), lr.into(), rho.into(), momentum.into(), epsilon.into(), grad.into()], &[])
    }
    fn ctc_loss_dense(&mut self, inputs: Output, labels: Output, label_length: Output, sequence_length: Output, blank_index: i64) -> Result<Outputs> {
        self.op("_CTCLossDense", &[inputs.into(), labels.into(), label_length.into(), sequence_length.into()], &[("blank_index", blank_index.into_attr())])
    }
    fn channel_moments(&mut self, x: Output, channels_first: bool, u: DType) -> Result<Outputs> {
        self.op("_ChannelMoments", &[x.into()], &[("channels_first", channels_first.into_attr()), ("U", u.into_attr())])
    }
    fn channel_products(&mut self, dy: Output, x: Output, mean: Output, channels_first: bool) -> Result<Outputs> {
        self.op("_ChannelProducts", &[dy.into(), x.into(), mean.into()], &[("channels_first", channels_first.into_attr())])
    }
    fn check_labels(&mut self, labels: Output, limit: i64) -> Result<Output> {
        self.op1("_CheckLabels", &[labels.into()], &[("limit", limit.into_attr())])
    }
    fn convolve(&mut self, input: Output, filter: Output, strides: &[i64], dilations: &[i64], before: &[i64], sizes: &[i64]) -> Result<Output> {
        self.op1("_Convolve", &[input.into(), filter.into()], &[("strides", strides.into_attr()), ("dilations", dilations.into_attr()), ("before", before.into_attr()), ("sizes", sizes.into_attr())])
    }
    fn convolve_filter(&mut self, input: Output, out_backprop: Output, strides: &[i64], dilations: &[i64], before: &[i64], sizes: &[i64]) -> Result<Output> {
        self.op1("_ConvolveFilter", &[input.into(), out_backprop.into()], &[("strides", strides.into_attr()), ("dilations", dilations.into_attr()), ("before", before.into_attr()), ("sizes", sizes.into_attr())])
    }
    fn convolve_input(&mut self, filter: Output, out_backprop: Output, strides: &[i64], dilations: &[i64], before: &[i64], sizes: &[i64]) -> Result<Output> {
        self.op1("_ConvolveInput", &[filter.into(), out_backprop.into()], &[("strides", strides.into_attr()), ("dilations", dilations.into_attr()), ("before", before.into_attr()), ("sizes", sizes.into_attr())])
    }
    fn depthwise_convolve(&mut self, input: Output, filter: Output, strides: &[i64], dilations: &[i64], before: &[i64], sizes: &[i64]) -> Result<Output> {
        self.op1("_DepthwiseConvolve", &[input.into(), filter.into()], &[("strides", strides.into_attr()), ("dilations", dilations.into_attr()), ("before", before.into_attr()), ("sizes", sizes.into_attr())])
    }
    fn depthwise_convolve_filter(&mut self, input: Output, out_backprop: Output, strides: &[i64], dilations: &[i64], before: &[i64], sizes: &[i64]) -> Result<Output> {
        self.op1("_DepthwiseConvolveFilter", &[input.into(), out_backprop.into()], &[("strides", strides.into_attr()), ("dilations", dilations.into_attr()), ("before", before.into_attr()), ("sizes", sizes.into_attr())])
    }
    fn depthwise_convolve_input(&mut self, filter: Output, out_backprop: Output, strides: &[i64], dilations: &[i64], before: &[i64], sizes: &[i64]) -> Result<Output> {
        self.op1("_DepthwiseConvolveInput", &[filter.into(), out_backprop.into()], &[("strides", strides.into_attr()), ("dilations", dilations.into_attr()), ("before", before.into_attr()), ("sizes", sizes.into_attr())])
    }
    fn dynamic_slice(&mut self, input: Output, begin: Output, size: Output, dims: &[i64]) -> Result<Output> {
        self.op1("_DynamicSlice", &[input.into(), begin.into(), size.into()], &[("dims", dims.into_attr())])
    }
    fn dynamic_strided_slice(&mut self, input: Output, begin: Output, end: Output, strides: Output, begin_mask: i64, end_mask: i64, ellipsis_mask: i64, new_axis_mask: i64, shrink_axis_mask: i64, dims: &[i64]) -> Result<Output> {
        self.op1("_DynamicStridedSlice", &[input.into(), begin.into(), end.into(), strides.into()], &[("begin_mask", begin_mask.into_attr()), ("end_mask", end_mask.into_attr()), ("ellipsis_mask", ellipsis_mask.into_attr()), ("new_axis_mask", new_axis_mask.into_attr()), ("shrink_axis_mask", shrink_axis_mask.into_attr()), ("dims", dims.into_attr())])
    }
    fn is_label(&mut self, labels: Output, depth: i64) -> Result<Output> {
        self.op1("_IsLabel", &[labels.into()], &[("depth", depth.into_attr())])
    }
    fn neighbour_sums(&mut self, input: Output, radius: i64) -> Result<Output> {
        self.op1("_NeighbourSums", &[input.into()], &[("radius", radius.into_attr())])
    }
    fn on_diagonal(&mut self, input: Output, diagonal: Output) -> Result<Output> {
        self.op1("_OnDiagonal", &[input.into(), diagonal.into()], &[])
    }
    fn one_hot_at(&mut self, indices: Output, on_value: Output, off_value: Output, axis: i64, depth: i64) -> Result<Output> {
        self.op1("_OneHotAt", &[indices.into(), on_value.into(), off_value.into()], &[("axis", axis.into_attr()), ("depth", depth.into_attr())])
    }
    fn prod_of_others(&mut self, x: Output, axis: i64) -> Result<Output> {
        self.op1("_ProdOfOthers", &[x.into()], &[("axis", axis.into_attr())])
    }
    fn slice_view(&mut self, input: Output, begin: &[i64], strides: &[i64], sizes: &[i64], dims: &[i64]) -> Result<Output> {
        self.op1("_SliceView", &[input.into()], &[("begin", begin.into_attr()), ("strides", strides.into_attr()), ("sizes", sizes.into_attr()), ("dims", dims.into_attr())])
    }
}
