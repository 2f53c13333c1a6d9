namespace ReportsAdmin.Features.Reports;

/// <summary>The kinds of the room's ids in the API (<see cref="ReportsAdmin.Platform.ApiId"/>).</summary>
public static class ReportJobIds
{
    public const string ReportJob = "7265706a";
    public const string Template = "746d706c";
    public const string Schedule = "73636864";
}
