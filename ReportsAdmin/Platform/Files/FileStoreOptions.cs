using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Files;

/// <summary>Where files can be kept.</summary>
public enum FilePlaceKind
{
    Folder,
    S3,
}

/// <summary>Where uploads, reports and documents are kept, from <c>Files:*</c>.</summary>
public sealed record FileStoreOptions : ISettings
{
    public static string Section => "Files";

    [Setting(
        "Folder, in the storage folder, or S3, in a bucket that several nodes share. See the verb move-files before changing it."
    )]
    public FilePlaceKind Store { get; init; } = FilePlaceKind.Folder;

    public S3Options S3 { get; init; } = new();

    public IEnumerable<string> Faults(IConfiguration configuration) =>
        Store == FilePlaceKind.S3 || S3.IsSetUp ? S3.Faults() : [];
}

/// <summary>An S3 server and the part of it that is this installation's.</summary>
public sealed record S3Options
{
    private const string Section = "Files:S3";

    [Setting("The address of the server: https://s3.example.com.", Default = "the one of Amazon in the region")]
    public string? Endpoint { get; init; }

    [Setting("The bucket, which must exist.")]
    public string? Bucket { get; init; }

    [Setting("The region that requests are signed for.")]
    public string Region { get; init; } = "us-east-1";

    [Setting("The name of the key that may read, write, list and delete in the bucket.")]
    public string? AccessKey { get; init; }

    [Setting("Its secret. Never logged.")]
    public string? SecretKey { get; init; }

    [Setting("Begins the names of all objects; installations that share a bucket need different ones.")]
    public string Prefix { get; init; } = "reportsadmin";

    [Setting(
        "Whether the bucket is named in the path instead of the host name, as most servers besides Amazon's want."
    )]
    public bool PathStyle { get; init; } = true;

    public bool IsSetUp => Bucket is not null || Endpoint is not null || AccessKey is not null || SecretKey is not null;

    /// <summary>The prefix with one slash at its end; empty for none.</summary>
    internal string Root => Prefix.Trim('/') is { Length: > 0 } prefix ? prefix + "/" : "";

    internal IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Bucket))
            yield return $"{Section}:Bucket is needed with S3.";
        if (string.IsNullOrWhiteSpace(AccessKey))
            yield return $"{Section}:AccessKey is needed with S3.";
        if (string.IsNullOrWhiteSpace(SecretKey))
            yield return $"{Section}:SecretKey is needed with S3.";
        if (
            Endpoint is not null
            && !(
                Uri.TryCreate(Endpoint, UriKind.Absolute, out var address)
                && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
                // An address with a password in it would be shown by the health of the installation and in the log.
                && address.UserInfo.Length == 0
            )
        )
            yield return $"{Section}:Endpoint must be an address such as https://s3.example.com.";
    }

    /// <summary>Without the secret: records write all their properties otherwise.</summary>
    public override string ToString() => $"{Endpoint ?? Region}/{Bucket}/{Root}";
}
