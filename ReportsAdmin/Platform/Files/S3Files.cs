using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace ReportsAdmin.Platform.Files;

/// <summary>
/// Files in a bucket of an S3 server. What is stored is written to a local file first: its hash is then known when it is sent, so the
/// server compares what arrives with it, and keeps it beside the object, where reading compares again.
/// </summary>
public sealed class S3Files : IFilePlace, IDisposable
{
    /// <summary>Larger files are sent in parts of this size.</summary>
    public const int PartBytes = 16 << 20;

    private const string HashName = "sha256";
    private const string Files = "files/";
    private const string Owned = "owned/";
    private const string Aside = "aside/";
    private const string BinaryType = "application/octet-stream";

    /// <summary>The server says when sending in parts began, not when the last part came.</summary>
    private static readonly TimeSpan MaySend = TimeSpan.FromDays(1);

    private readonly S3Options options;
    private readonly StorageRoot root;
    private readonly ILogger<S3Files> log;
    private readonly AmazonS3Client client;

    public S3Files(S3Options options, StorageRoot root, ILogger<S3Files> log)
    {
        (this.options, this.root, this.log) = (options, root, log);
        client = new AmazonS3Client(
            new BasicAWSCredentials(options.AccessKey, options.SecretKey),
            ConfigurationOf(options)
        );
    }

    public string Name => "s3";

    private string Bucket => options.Bucket!;

    public async Task<StoredFile> WriteAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        CancellationToken ct
    )
    {
        await using var local = CreateLocal();
        StoredFile stored;
        using (var hashing = new HashingStream(local))
        {
            await write(hashing, ct);
            await local.FlushAsync(ct);
            stored = new StoredFile(key, hashing.Length, hashing.Hash());
        }

        local.Position = 0;
        await AskAsync(
            () => stored.Size > PartBytes ? SendPartsAsync(local, stored, ct) : SendAsync(local, stored, ct),
            ct
        );
        return stored;
    }

    public async Task<Stream?> FindAsync(string key, string? hash, CancellationToken ct)
    {
        var first = await GetAsync(NameOf(key), 0, ct);
        if (first is null && await BringBackAsync(key, ct))
            first = await GetAsync(NameOf(key), 0, ct);
        if (first is null)
            return null;
        var content = new S3Reading(first, (at, token) => AgainAsync(key, at, token));
        return (hash ?? first.Metadata[HashName]) is { } expected
            ? new VerifiedStream(content, key, expected)
            : content;
    }

    public async Task<FileStream?> FindLocalAsync(string key, CancellationToken ct)
    {
        await using var content = await FindAsync(key, null, ct);
        if (content is null)
            return null;
        var local = CreateLocal();
        try
        {
            await content.CopyToAsync(local, ct);
            local.Position = 0;
            return local;
        }
        catch
        {
            await local.DisposeAsync();
            throw;
        }
    }

    public async Task<StoredFile?> DescribeAsync(string key, CancellationToken ct)
    {
        var known = await AskAsync(
            () =>
                client.GetObjectMetadataAsync(
                    new GetObjectMetadataRequest { BucketName = Bucket, Key = NameOf(key) },
                    ct
                ),
            ct
        );
        if (known is null)
            return null;
        if (known.Metadata[HashName] is { } hash)
            return new StoredFile(key, known.ContentLength, hash);
        // Somebody else put it there.
        await using var content = await FindAsync(key, null, ct);
        return content is null
            ? null
            : new StoredFile(key, content.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct)));
    }

    /// <summary>An object that is half written is not there.</summary>
    public Task DeleteAsync(string key, bool whole, CancellationToken ct) =>
        whole ? DeleteNameAsync(NameOf(key), ct) : Task.CompletedTask;

    public async IAsyncEnumerable<PlacedFile> ListAsync(bool owned, [EnumeratorCancellation] CancellationToken ct)
    {
        var prefix = options.Root + (owned ? Owned : Files);
        await foreach (var found in ListAsync(prefix, ct))
        {
            var key = found.Key[prefix.Length..];
            if (FileStore.IsKey(key))
                yield return new PlacedFile(key, Whole: true, WrittenAt(found), found.Key);
        }
    }

    public async Task SetAsideAsync(string key, DateTime now, CancellationToken ct)
    {
        if (await CopyAsync(NameOf(key), AsideOf(key), ct))
            await DeleteNameAsync(NameOf(key), ct);
    }

    public async Task<int> RemoveSetAsideAsync(DateTime olderThanUtc, CancellationToken ct)
    {
        var removed = 0;
        await foreach (var found in ListAsync(options.Root + Aside, ct))
        {
            if (WrittenAt(found) >= olderThanUtc)
                continue;
            await DeleteNameAsync(found.Key, ct);
            removed++;
        }

        return removed;
    }

    /// <summary>Ends what was sent in parts and broken off: its parts would lie there, and cost, unseen.</summary>
    public async Task<int> RemoveUnfinishedAsync(DateTime olderThanUtc, CancellationToken ct)
    {
        var removed = 0;
        var request = new ListMultipartUploadsRequest { BucketName = Bucket, Prefix = options.Root };
        while (true)
        {
            var page = await AskAsync(() => client.ListMultipartUploadsAsync(request, ct), ct);
            foreach (var begun in page?.MultipartUploads ?? [])
            {
                if (begun.Initiated?.ToUniversalTime() >= olderThanUtc - MaySend)
                    continue;
                await AbandonAsync(begun.Key, begun.UploadId, ct);
                removed++;
            }

            if (page?.IsTruncated != true)
                return removed;
            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
    }

    public async Task<string?> ProblemAsync(CancellationToken ct)
    {
        try
        {
            await client.ListObjectsV2Async(
                new ListObjectsV2Request
                {
                    BucketName = Bucket,
                    Prefix = options.Root,
                    MaxKeys = 1,
                },
                ct
            );
            return null;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.Forbidden)
        {
            return "The file store refuses the access key.";
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return "The bucket of the file store does not exist.";
        }
        catch (Exception e) when (IsAway(e) || e is OperationCanceledException)
        {
            return "The file store does not answer.";
        }
    }

    public void Dispose() => client.Dispose();

    private static AmazonS3Config ConfigurationOf(S3Options options)
    {
        var configuration = new AmazonS3Config
        {
            ForcePathStyle = options.PathStyle,
            MaxErrorRetry = 2,
            Timeout = TimeSpan.FromSeconds(60),
            // Other servers than Amazon's know no such checksums; every body is signed with its SHA-256 instead.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { } endpoint)
            (configuration.ServiceURL, configuration.AuthenticationRegion) = (endpoint, options.Region);
        else
            configuration.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        return configuration;
    }

    private string NameOf(string key) => options.Root + (FileOwner.Of(key) is null ? Files : Owned) + key;

    private string AsideOf(string key) => options.Root + Aside + key;

    private static DateTime WrittenAt(S3Object found) => (found.LastModified ?? DateTime.MaxValue).ToUniversalTime();

    /// <summary>A file of this computer that goes with the stream, and where the system allows it also with a killed process.</summary>
    private FileStream CreateLocal()
    {
        var path = Path.Combine(root.Folder("file-work"), Path.GetRandomFileName());
        var file = PrivateFiles.CreateFile(path, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }

    private async Task<bool> SendAsync(Stream content, StoredFile stored, CancellationToken ct)
    {
        var request = new PutObjectRequest
        {
            BucketName = Bucket,
            Key = NameOf(stored.Key),
            InputStream = content,
            AutoCloseStream = false,
            ContentType = BinaryType,
            // In one piece its SHA-256 is what is signed, so the server refuses other bytes.
            UseChunkEncoding = false,
        };
        request.Metadata[HashName] = stored.Hash;
        await client.PutObjectAsync(request, ct);
        return true;
    }

    private async Task<bool> SendPartsAsync(Stream content, StoredFile stored, CancellationToken ct)
    {
        var name = NameOf(stored.Key);
        var begin = new InitiateMultipartUploadRequest
        {
            BucketName = Bucket,
            Key = name,
            ContentType = BinaryType,
        };
        begin.Metadata[HashName] = stored.Hash;
        var id = (await client.InitiateMultipartUploadAsync(begin, ct)).UploadId;
        try
        {
            var parts = new List<PartETag>();
            for (long at = 0; at < stored.Size; at += PartBytes)
            {
                var part = new UploadPartRequest
                {
                    BucketName = Bucket,
                    Key = name,
                    UploadId = id,
                    PartNumber = parts.Count + 1,
                    InputStream = content,
                    PartSize = Math.Min(PartBytes, stored.Size - at),
                    UseChunkEncoding = false,
                };
                parts.Add(new PartETag(await client.UploadPartAsync(part, ct)));
            }

            await client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest
                {
                    BucketName = Bucket,
                    Key = name,
                    UploadId = id,
                    PartETags = parts,
                },
                ct
            );
            return true;
        }
        catch
        {
            await TryAbandonAsync(name, id);
            throw;
        }
    }

    private async Task TryAbandonAsync(string name, string id)
    {
        using var bounded = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await AbandonAsync(name, id, bounded.Token);
        }
        catch (Exception e) when (e is DomainException or OperationCanceledException)
        {
            // The store is away: the sweep ends it later.
            log.LogWarning("What was sent in parts could not be ended: {Reason}", e.Message);
        }
    }

    private Task AbandonAsync(string name, string id, CancellationToken ct) =>
        AskAsync(
            () =>
                client.AbortMultipartUploadAsync(
                    new AbortMultipartUploadRequest
                    {
                        BucketName = Bucket,
                        Key = name,
                        UploadId = id,
                    },
                    ct
                ),
            ct
        );

    /// <summary>Null when there is no such object.</summary>
    private Task<GetObjectResponse?> GetAsync(string name, long from, CancellationToken ct)
    {
        var request = new GetObjectRequest { BucketName = Bucket, Key = name };
        if (from > 0)
            request.ByteRange = new ByteRange(FormattableString.Invariant($"bytes={from}-"));
        return AskAsync(() => client.GetObjectAsync(request, ct), ct);
    }

    private async Task<GetObjectResponse> AgainAsync(string key, long from, CancellationToken ct) =>
        await GetAsync(NameOf(key), from, ct) ?? throw DomainException.NotFound("The file is no longer kept.");

    /// <summary>A row names it after all: a backup was restored meanwhile.</summary>
    private async Task<bool> BringBackAsync(string key, CancellationToken ct)
    {
        if (!await CopyAsync(AsideOf(key), NameOf(key), ct))
            return false;
        await DeleteNameAsync(AsideOf(key), ct);
        return true;
    }

    /// <returns>Whether there was anything to copy.</returns>
    private async Task<bool> CopyAsync(string from, string to, CancellationToken ct) =>
        await AskAsync(
            () =>
                client.CopyObjectAsync(
                    new CopyObjectRequest
                    {
                        SourceBucket = Bucket,
                        SourceKey = from,
                        DestinationBucket = Bucket,
                        DestinationKey = to,
                    },
                    ct
                ),
            ct
        )
            is not null;

    private Task DeleteNameAsync(string name, CancellationToken ct) =>
        AskAsync(() => client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = Bucket, Key = name }, ct), ct);

    private async IAsyncEnumerable<S3Object> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        var request = new ListObjectsV2Request { BucketName = Bucket, Prefix = prefix };
        while (true)
        {
            var page = await AskAsync(() => client.ListObjectsV2Async(request, ct), ct);
            foreach (var found in page?.S3Objects ?? [])
                yield return found;
            if (page?.IsTruncated != true)
                yield break;
            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    /// <summary>The answer; null when the object is not there.</summary>
    /// <exception cref="DomainException">The store does not serve, for whatever reason: the caller may try again.</exception>
    private async Task<T?> AskAsync<T>(Func<Task<T>> ask, CancellationToken ct)
    {
        try
        {
            return await ask();
        }
        catch (AmazonS3Exception e)
            when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode is "NoSuchKey" or "NotFound" or "NoSuchUpload")
        {
            return default;
        }
        catch (Exception e) when (IsAway(e) || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            log.LogWarning(
                "The file store did not serve: {Status} {Code} {Reason}",
                (e as AmazonServiceException)?.StatusCode,
                (e as AmazonServiceException)?.ErrorCode,
                e.GetBaseException().Message
            );
            throw Away();
        }
    }

    /// <summary>Whether the server, or the way to it, is to blame.</summary>
    internal static bool IsAway(Exception e) =>
        e
            is AmazonServiceException
                or AmazonClientException
                or HttpRequestException
                or HttpIOException
                or TimeoutException;

    internal static DomainException Away() =>
        new(ErrorKind.Unavailable, "The file store does not answer at the moment. Try again in a minute.")
        {
            RetryAfter = TimeSpan.FromSeconds(30),
        };
}
