namespace ReportsAdmin.Platform.Http;

/// <summary>Where the application is, as the caller reached it.</summary>
internal static class RequestAddress
{
    /// <summary>Without a slash at the end: <c>https://reports.example.com/base</c>.</summary>
    public static string BaseAddress(this HttpContext http) =>
        $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}";
}
